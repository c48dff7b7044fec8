-- What the cards of the given months are computed from. Every part is narrowed by the tenant as well as by the wall:
-- the literal gives the planner the value (design.md 7).
months(month, until) as (
  select * from unnest(%(months)s::date[], %(untils)s::date[])
),
kinds(kind, weight) as (
  select * from unnest(%(kinds)s::text[], %(kind_weights)s::int[])
),
-- A card for each line of each contract in force on any day of the month (SCO-01); k numbers them within this statement.
cards as materialized (
  select row_number() over (order by m.month, c.id, l.line_id) as k, m.month, c.id as contract_id, l.line_id,
    c.vendor_id, c.project_id, u.occupied_households as households
  from months m
  join contracts_contract c on c.tenant_id = %(tenant)s and c.status = any(%(running)s)
    and c.starts_on < m.until and c.ends_on >= m.month and (c.ended_on is null or c.ended_on >= m.month)
    {only_contract}
  join contracts_contractline l on l.tenant_id = %(tenant)s and l.contract_id = c.id {only_line}
  join tenancy_orgunit u on u.tenant_id = %(tenant)s and u.id = c.project_id
  {only_open}
),
-- Published inspections of the month with a score; nothing applicable is no evidence.
inspections as materialized (
  select c.k, i.id, i.inspected_on, i.kind, i.score, w.weight
  from {inspections} i
  join cards c on c.month = i.month and c.contract_id = i.contract_id and c.line_id = i.line_id
  join kinds w on w.kind = i.kind
),
-- Deductions that grew because the fault stood in the month before too.
repeats as (
  select i.k, i.inspected_on, i.id as inspection_id, r.id, r.item_code, r.base_deduction, r.multiplier_percent,
    r.deduction
  from inspections_itemresult r
  join inspections i on i.id = r.inspection_id
  where r.tenant_id = %(tenant)s and r.month = any(%(months)s::date[]) and r.outcome = 'deduct'
    and r.base_deduction > 0 and r.multiplier_percent > 100
),
-- Complaints of the month; late from the first moment that is too late, or not yet answered at the cut-off (CMP-03).
complaints as materialized (
  select c.k, p.id, p.number, (p.received_at at time zone %(zone)s)::date as received_on, p.severity, p.responsibility,
    case p.severity when 'minor' then %(minor)s::int when 'ordinary' then %(ordinary)s::int
      else %(serious)s::int end as severity_points,
    case when coalesce(p.first_answered_at, %(cut_off)s) >= p.answer_due_at then %(late_answer)s::int else 0 end as late_points
  from complaints_complaint p
  join cards c on c.month = p.month and c.contract_id = p.contract_id and c.line_id = p.line_id
  where p.tenant_id = %(tenant)s and p.month = any(%(months)s::date[])
),
-- Approved rewards, penalties and proven acts.
measures as materialized (
  select c.k, a.id, a.kind, a.act, a.points, a.reason, a.decided_by_name as approver
  from scoring_adjustment a
  join cards c on c.month = a.month and c.contract_id = a.contract_id and c.line_id = a.line_id
  where a.tenant_id = %(tenant)s and a.month = any(%(months)s::date[]) and a.status = 'approved'
)
