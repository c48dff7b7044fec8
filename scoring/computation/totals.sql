-- How many cards were computed, and those whose total or grade is not the stored one, as JSON in one row.
select count(*), coalesce(json_agg(json_build_array(s.id, r.total, r.grade, s.total, s.grade)
  order by r.month, r.contract_id, r.line_id)
  filter (where r.total is distinct from s.total or r.grade is distinct from s.grade), '[]')
from results r
left join scoring_scorecard s on s.tenant_id = %(tenant)s and s.month = any(%(months)s::date[]) and s.month = r.month
  and s.contract_id = r.contract_id and s.line_id = r.line_id and s.is_current
