select r.month, r.contract_id, r.line_id, r.total, r.grade, d.digest, s.id, s.total, s.grade, s.digest, s.status
from results r join digests d using (k)
left join scoring_scorecard s on s.tenant_id = %(tenant)s and s.month = r.month and s.contract_id = r.contract_id
  and s.line_id = r.line_id and s.is_current
