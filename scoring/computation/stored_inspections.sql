(
    select id, contract_id, line_id, month, inspected_on, kind, score from inspections_inspection
    where tenant_id = %(tenant)s and month = any(%(months)s::date[]) and status in ('published', 'final')
      and score is not null
  )
