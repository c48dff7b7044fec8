-- Natural keys make it repeatable: a card is written once per month, contract, line and version, and written again only
-- while it is unpublished and its receipt has changed (scoring.md 5).
written as (
  insert into scoring_scorecard as old (
    tenant_id, run_id, contract_id, vendor_id, project_id, line_id, settings_version_id, month, version, revision,
    is_current, status, inspection_score, complaints_score, evidence_weight, inspection_count, complaint_count,
    base_total, adjustment_points, total, sort_total, grade, digest, computed_at, evaluation
  )
  select %(tenant)s, %(run)s, contract_id, vendor_id, project_id, line_id, %(settings_version)s, month,
    %(version)s, 1, true, 'computed', inspection, complaints_score, weight, inspections, charged,
    computed, coalesce(total - computed, 0), total, coalesce(total, -1), grade, digest, %(cut_off)s, ''
  from receipts order by k
  on conflict (tenant_id, month, contract_id, line_id, version) do update set
    revision = old.revision + 1, is_current = true, status = 'computed', run_id = excluded.run_id,
    settings_version_id = excluded.settings_version_id, inspection_score = excluded.inspection_score,
    complaints_score = excluded.complaints_score, evidence_weight = excluded.evidence_weight,
    inspection_count = excluded.inspection_count, complaint_count = excluded.complaint_count,
    base_total = excluded.base_total, adjustment_points = excluded.adjustment_points, total = excluded.total,
    sort_total = excluded.sort_total, grade = excluded.grade, digest = excluded.digest,
    computed_at = excluded.computed_at, evaluated_at = null, evaluated_by_id = null, confirmed_at = null,
    confirmed_by_id = null
  where old.published_at is null and (old.digest <> excluded.digest or not old.is_current
    or old.settings_version_id <> excluded.settings_version_id)
  returning id, month, contract_id, line_id, vendor_id, revision
),
kept as (
  insert into scoring_receipt (tenant_id, card_id, vendor_id, revision, content)
  select %(tenant)s, w.id, w.vendor_id, w.revision, r.content
  from written w join receipts r using (month, contract_id, line_id)
  returning 1
)
