-- The receipt of each card: its lines in the order of scoring.rules.card.compute_card, written as
-- scoring.rules.receipt.canonical_json writes them. The stored text is the text whose SHA-256 is the card's digest.
fault_lines as (
  select inspection_id, string_agg({repeated_fault}, ',' order by id) as lines from repeats group by inspection_id
),
inspection_lines as (
  select k, string_agg(concat({inspection}, ',' || f.lines), ',' order by inspected_on, i.id) || ',' as lines
  from (
    select *, sum(score * weight) over (partition by k order by inspected_on, id) as running from inspections
  ) i left join fault_lines f on f.inspection_id = i.id
  group by k
),
complaint_lines as (
  select k, string_agg(case responsibility
      when 'pending' then {complaint_undecided}
      when 'vendor' then concat({complaint}, case when late_points > 0 then concat(',', {complaint_late}) end)
      else {complaint_uncharged} end, ',' order by received_on, id) || ',' as lines
  from (
    select *, coalesce(sum(severity_points + late_points) filter (where responsibility = 'vendor')
      over (partition by k order by received_on, id), 0) as running
    from complaints
  ) p group by k
),
adjustment_lines as (
  select s.k, string_agg(',' || {adjustment}, '' order by s.step) as lines
  from steps s join measures m on m.id = s.id group by s.k
),
act_lines as (
  select k, string_agg(',' || {grade_by_act}, '' order by id) as lines from measures where kind = 'proven_act' group by k
),
receipts as materialized (
  select *, encode(sha256(convert_to(content, 'UTF8')), 'hex') as digest
  from (
    select r.*, concat('[', i.lines,
      case when inspection is null then {no_inspection} else {inspection_mean} end, ',', p.lines,
      case when complaints = 0 then {no_complaint} when is_scaled then {complaints_scaled} else {complaints_result} end,
      ',', case when inspection is null then %(missing_inspection)s::text else {component_inspection} end,
      ',', %(missing_personnel)s::text, ',', %(missing_rectification)s::text, ',', {component_complaints},
      ',', %(missing_satisfaction)s::text, ',',
      case when computed is not null then {weighted_mean} when inspection is null then {no_total_no_inspection}
        else {no_total_little_evidence} end,
      a.lines, case when is_adjusted then concat(',', {adjusted_total}) end,
      case when t.lines is not null then t.lines when grade <> '' then concat(',', {grade}) end, ']') as content
    from results r
    left join inspection_lines i using (k) left join complaint_lines p using (k)
    left join adjustment_lines a using (k) left join act_lines t using (k)
  ) written
)
