select r.month, r.contract_id, r.line_id, r.total, r.grade, s.id, s.total, s.grade
from results r
left join scoring_scorecard s on s.tenant_id = %(tenant)s and s.month = r.month and s.contract_id = r.contract_id
  and s.line_id = r.line_id and s.is_current
order by r.month, r.contract_id, r.line_id
