-- The receipt's lines in the order of scoring.rules.card.compute_card; params are canonical JSON (sorted keys).
lines as (
  select k, 1 as block, inspected_on as on_day, id as first, 0 as second, 0::bigint as third, 'inspection' as part,
    case when weight > 0 then 'inspection' else 'inspection_uncounted' end as text, 'inspection' as evidence_kind,
    id as evidence_id, score::bigint as base, null::int as multiplier, weight::bigint as weight,
    score * weight::bigint as points_e4,
    (sum(score * weight::bigint) over (partition by k order by inspected_on, id))::bigint as running_e4,
    '{{"inspection_type":"' || kind || '","number":"#' || id || '","on":"' || inspected_on || '"}}' as params
  from inspections
  union all
  select k, 1, inspected_on, inspection_id, 1, id, 'inspection', 'repeated_fault', 'inspection_item', id,
    base_deduction, multiplier_percent, null, null, null,
    '{{"base":"' || {base_deduction} || '","deduction":"' || {deduction} || '","item":' || to_json(item_code)::text
      || ',"multiplier":"' || {multiplier_percent} || '","number":"#' || inspection_id || '"}}'
  from repeats
  union all
  select k, 2, null, null, null, null, 'inspection', case when inspection is null then 'no_inspection' else 'inspection_mean' end,
    '', null, null, null, null, inspection * 100, null,
    case when inspection is null then '{{}}' else
      '{{"sum":"' || {inspection_products} || '","weight":"' || {inspection_weight} || '"}}' end
  from results
  union all
  select k, 3, received_on, id, 0, null, 'complaints',
    case responsibility when 'pending' then 'complaint_undecided' when 'vendor' then 'complaint'
      else 'complaint_uncharged' end,
    'complaint', id, cost, null, null, -cost * 100, -running * 100,
    '{{"number":' || to_json(number)::text || ',"on":"' || received_on || '"' || case responsibility
      when 'pending' then '' when 'vendor' then ',"severity":"' || severity || '"'
      else ',"responsibility":"' || responsibility || '"' end || '}}'
  from (
    select *, sum(cost + late) over (partition by k order by received_on, id) - late as running from (
      select *, case responsibility when 'vendor' then severity_points else 0 end as cost,
        case responsibility when 'vendor' then late_points else 0 end as late
      from complaints
    ) costs
  ) costs
  union all
  select k, 3, received_on, id, 1, null, 'complaints', 'complaint_late', 'complaint', id, late_points, null, null,
    -late_points * 100, -running * 100, '{{"days":"' || %(answer_days)s || '","number":' || to_json(number)::text || '}}'
  from (
    select *, sum(case responsibility when 'vendor' then severity_points + late_points else 0 end)
      over (partition by k order by received_on, id) as running
    from complaints
  ) late where responsibility = 'vendor' and late_points > 0
  union all
  select k, 4, null, null, null, null, 'complaints',
    case when complaints = 0 then 'no_complaint' when is_scaled then 'complaints_scaled' else 'complaints_result' end,
    '', null, null, null, null, complaints_score * 100, null,
    case when complaints = 0 then '{{}}'
      when is_scaled then '{{"households":"' || households || '","share":"' || %(share)s || '","sum":"' || {deducted} || '"}}'
      else '{{"sum":"' || {deducted} || '"}}' end
  from results
  union all
  select k, 5, null, ord, null, null, 'total', case when score is null then 'component_missing' else 'component' end, '',
    null, score, null, weight, score * weight, case when score is not null then running end,
    '{{"component":"' || component || '"}}'
  from (
    select r.k, c.ord, c.component, c.score, c.weight, c.running
    from results r cross join lateral (values
      (1, 'inspection', r.inspection, %(w_inspection)s::bigint, r.inspection * %(w_inspection)s::bigint),
      (2, 'personnel', null::bigint, %(w_personnel)s::bigint, null),
      (3, 'rectification', null::bigint, %(w_rectification)s::bigint, null),
      (4, 'complaints', r.complaints_score, %(w_complaints)s::bigint, r.products),
      (5, 'satisfaction', null::bigint, %(w_satisfaction)s::bigint, null)
    ) as c(ord, component, score, weight, running)
  ) parts
  union all
  select k, 6, null, null, null, null, 'total',
    case when computed is not null then 'weighted_mean' when inspection is null then 'no_total_no_inspection'
      else 'no_total_little_evidence' end,
    '', null, null, null, null, computed * 100, null,
    case when computed is not null then '{{"sum":"' || {products} || '","weight":"' || {weight} || '"}}'
      when inspection is null then '{{}}'
      else '{{"minimum":"' || {minimum_weight} || '","weight":"' || {weight} || '"}}' end
  from results
  union all
  select s.k, 7, null, s.step, null, null, 'adjustment', m.kind, 'adjustment', m.id, m.points, null, null,
    s.change * 100, s.total * 100,
    '{{"approver":' || to_json(m.approver)::text || ',"reason":' || to_json(m.reason)::text || '}}'
  from steps s join measures m on m.id = s.id
  union all
  select k, 8, null, null, null, null, 'adjustment', 'adjusted_total', '', null, null, null, null, total * 100, null, '{{}}'
  from results where is_adjusted
  union all
  select k, 9, null, id, null, null, 'grade', 'grade_by_act', 'proven_act', id, null, null, null, null, null,
    '{{"grade":"D","proven_act":"' || act || '"}}'
  from measures where kind = 'proven_act'
  union all
  select k, 9, null, null, null, null, 'grade', 'grade', '', null, total, null, null, null, null,
    '{{"grade":"' || grade || '","minimum":"' || case grade when 'A' then {a_from} when 'B' then {b_from}
      when 'C' then {c_from} else '0.00' end || '"}}'
  from results r
  where grade <> '' and not exists (select 1 from measures m where m.k = r.k and m.kind = 'proven_act')
),
numbered as materialized (
  select *, row_number() over (partition by k order by block, on_day, first, second, third) as position from lines
),
-- The SHA-256 of the lines as scoring.rules.receipt.canonical_json writes them.
digests as materialized (
  select k, encode(sha256(convert_to('[' || string_agg(
    '{{"base":' || coalesce(base::text, 'null') || ',"evidence_id":' || coalesce(evidence_id::text, 'null')
    || ',"evidence_kind":"' || evidence_kind || '","multiplier":' || coalesce(multiplier::text, 'null')
    || ',"params":' || params || ',"part":"' || part || '","points_e4":' || coalesce(points_e4::text, 'null')
    || ',"running_e4":' || coalesce(running_e4::text, 'null') || ',"text":"' || text
    || '","weight":' || coalesce(weight::text, 'null') || '}}', ',' order by position) || ']', 'UTF8')), 'hex') as digest
  from numbered group by k
)
