(
    select i.id, i.contract_id, i.line_id, i.month, i.inspected_on, i.kind,
      (case when s.veto then least(s.score, %(veto_cap)s) else s.score end)::int as score
    from inspections_inspection i
    join (
      select inspection_id, veto, (2 * 10000 * (maximum - deduction) + maximum) / (2 * maximum) as score
      from (
        select r.inspection_id, sum(r.max_points) as maximum, sum(r.deduction) as deduction,
          bool_or(r.deduction > 0 and r.item_id = any(%(veto_items)s::bigint[])) as veto
        from inspections_itemresult r
        where r.tenant_id = %(tenant)s and r.month between %(first)s and %(last)s and r.outcome <> 'na'
        group by r.inspection_id
      ) sums where maximum > 0
    ) s on s.inspection_id = i.id
    where i.tenant_id = %(tenant)s and i.month = any(%(months)s::date[]) and i.status in ('published', 'final')
  )
