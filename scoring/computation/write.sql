-- Natural keys make it repeatable: a card is written once per month, contract, line and version, and written again only
-- while it is unpublished and its receipt has changed (scoring.md 5).
written as (
  insert into scoring_scorecard as old (
    tenant_id, run_id, contract_id, vendor_id, project_id, line_id, settings_version_id, month, version, revision,
    is_current, status, inspection_score, complaints_score, evidence_weight, inspection_count, complaint_count,
    base_total, adjustment_points, total, sort_total, grade, digest, computed_at, evaluation
  )
  select %(tenant)s, %(run)s, r.contract_id, r.vendor_id, r.project_id, r.line_id, %(settings_version)s, r.month,
    %(version)s, 1, true, 'computed', r.inspection, r.complaints_score, r.weight, r.inspections, r.charged,
    r.computed, coalesce(r.total - r.computed, 0), r.total, coalesce(r.total, -1), r.grade, d.digest, %(cut_off)s, ''
  from results r join digests d using (k)
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
receipts as (
  insert into scoring_receiptline (
    tenant_id, card_id, vendor_id, revision, position, part, text, evidence_kind, evidence_id, base, multiplier, weight,
    points_e4, running_e4, params
  )
  select %(tenant)s, w.id, w.vendor_id, w.revision, n.position, n.part, n.text, n.evidence_kind, n.evidence_id, n.base,
    n.multiplier, n.weight, n.points_e4, n.running_e4, n.params::jsonb
  from written w join cards c using (month, contract_id, line_id) join numbered n using (k)
  returning 1
)
select (select count(*) from results), (select count(*) from written), (select count(*) from receipts)
