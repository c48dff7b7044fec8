-- Components, total, adjustments and grade. (2n + d) / (2d) on integers is n / d rounded half up, once.
inspection_sums as (
  select k, count(*) as number, sum(weight) as weight, sum(score * weight) as products
  from inspections group by k
),
complaint_sums as (
  select k, count(*) as number, count(*) filter (where responsibility = 'vendor') as charged,
    coalesce(sum(severity_points + late_points) filter (where responsibility = 'vendor'), 0) as deducted
  from complaints group by k
),
components as (
  select c.*, coalesce(i.number, 0) as inspections, i.weight as inspection_weight, i.products as inspection_products,
    case when i.weight > 0 then ((2 * i.products + i.weight) / (2 * i.weight))::bigint end as inspection,
    coalesce(p.number, 0) as complaints, coalesce(p.charged, 0) as charged, coalesce(p.deducted, 0) as deducted,
    c.households > %(share)s as is_scaled,
    case when c.households > %(share)s and p.number > 0
      then greatest(0, (2 * (10000::bigint * c.households - p.deducted * %(share)s) + c.households) / (2 * c.households))
      else greatest(0, 10000 - coalesce(p.deducted, 0)) end as complaints_score
  from cards c left join inspection_sums i using (k) left join complaint_sums p using (k)
),
totals as materialized (
  select *, case when inspection is null or weight < greatest(1, %(minimum_weight)s) then null
      else ((2 * products + weight) / (2 * weight))::int end as computed
  from (
    select *, %(w_complaints)s + case when inspection is null then 0 else %(w_inspection)s end as weight,
      complaints_score * %(w_complaints)s::bigint + coalesce(inspection, 0) * %(w_inspection)s::bigint as products
    from components
  ) weighed
),
-- One adjustment after the other: each within what is left of its kind's limit, the total within 0 and 100.
granted as (
  select m.*, row_number() over (partition by k order by id) as step,
    least(points, greatest(0, case kind when 'reward' then %(reward_limit)s else %(penalty_limit)s end
      - coalesce(sum(points) over (partition by k, kind order by id rows between unbounded preceding and 1 preceding), 0)
    )) * case kind when 'reward' then 1 else -1 end as wanted
  from measures m join totals t using (k) where kind in ('reward', 'penalty') and t.computed is not null
),
steps as (
  with recursive walk as (
    select k, 0::bigint as step, computed::bigint as total, null::bigint as id, 0::bigint as change
    from totals where k in (select k from granted)
    union all
    select g.k, g.step, greatest(0, least(10000, w.total + g.wanted)), g.id,
      greatest(0, least(10000, w.total + g.wanted)) - w.total
    from walk w join granted g on g.k = w.k and g.step = w.step + 1
  )
  select * from walk
),
results as (
  select t.*, a.total is not null as is_adjusted, coalesce(a.total, t.computed) as total,
    case when exists (select 1 from measures m where m.k = t.k and m.kind = 'proven_act') then 'D'
      when t.computed is null then ''
      when coalesce(a.total, t.computed) >= %(a_from)s then 'A'
      when coalesce(a.total, t.computed) >= %(b_from)s then 'B'
      when coalesce(a.total, t.computed) >= %(c_from)s then 'C' else 'D' end as grade
  from totals t
  left join (select distinct on (k) k, total from steps where step > 0 order by k, step desc) a using (k)
)
