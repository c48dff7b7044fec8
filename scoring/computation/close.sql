-- Unpublished cards of contracts that, as known now, were not in force are set aside.
aside as (
  update scoring_scorecard s set is_current = false, status = 'computed'
  where s.tenant_id = %(tenant)s and s.month = any(%(months)s::date[]) and s.is_current and s.published_at is null
    and not exists (select 1 from cards c
      where c.month = s.month and c.contract_id = s.contract_id and c.line_id = s.line_id)
  returning 1
),
published as (
  select count(*) as cards, count(*) filter (where total is null) as insufficient from scoring_scorecard s
  where s.tenant_id = %(tenant)s and s.month = any(%(months)s::date[]) and s.is_current and s.published_at is not null
)
select (select count(*) from written), (select count(*) from aside), (select count(*) from receipts) + p.cards,
  (select count(*) from receipts where total is null) + p.insufficient, p.cards
from published p
