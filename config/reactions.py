"""Who reacts to what: journal event -> kinds of job; read as a setting, so that nothing imports upward."""

REACTIONS: dict[str, list[str]] = {
    "tenancy.settings_drafted": ["records.start_settings_approval"],
    "tenancy.settings_approved": ["records.close_settings_approval"],
    "tenancy.settings_withdrawn": ["records.close_settings_approval"],
}

# Events about money, seals, scores and bans join the hash chain at once (security.md 3).
SEALED_AT_ONCE: set[str] = {
    "scoring.card_published",
    "scoring.card_corrected",
    "scoring.adjustment_approved",
    "tenancy.settings_approved",
    "tendering.tender_sealed",
    "tendering.unseal_signed",
    "tendering.tender_bids_closed",
    "tendering.tender_opened",
    "tendering.tender_concluded",
    "vendors.ban_imposed",
    "vendors.ban_lifted",
    "vendors.override_approved",
}
