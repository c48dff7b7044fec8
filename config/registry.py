"""Who offers what, by dotted name: rooms below read these tables as settings, so that nothing imports upward."""

from typing import Any

from django.utils.translation import gettext_lazy as _

# Rooms above the two ground rooms, lowest first.
ROOMS = ["vendors", "tendering", "contracts", "inspections", "complaints", "scoring"]

# Kind of background job -> function ``run(job: tenancy.work.JobRun) -> dict | None``.
JOBS: dict[str, str] = {
    "vendors.end_bans": "vendors.tasks.end_bans",
    "vendors.remind_papers": "vendors.tasks.remind_papers",
    "contracts.expire": "contracts.tasks.expire_run_out",
    "records.print": "records.tasks.print_document",
    "vendors.registration_mail": "vendors.tasks.send_registration_link",
    "records.export": "records.tasks.export_list",
    "records.delete_old_exports": "records.tasks.delete_old_exports",
    "inspections.finalise": "inspections.tasks.finalise",
    "tenancy.invitation": "tenancy.tasks.send_invitation",
    "records.remind": "records.reminders.remind",
    "records.mail_notifications": "records.reminders.mail_notifications",
    "records.escalate": "records.reminders.escalate",
    "records.start_settings_approval": "records.setting_approvals.start_for_draft",
    "records.close_settings_approval": "records.setting_approvals.close_for_version",
    "records.seal": "records.tasks.seal_journal",
    "records.verify": "records.tasks.verify_journal",
    "tendering.close_bids": "tendering.tasks.close_bids",
    "scoring.compute_month": "scoring.tasks.compute_month",
    "scoring.compare_scores": "scoring.tasks.compare_scores",
}

# Kind of background job -> the queue of its own that it waits in; every other kind waits in ``fast``. A printed
# document takes seconds of computing, and nobody's reminder or score should stand behind a hundred of them.
QUEUES: dict[str, str] = {
    "records.print": "reports",
}

# Area of tenant settings -> module with ``defaults() -> dict``, ``check(values: dict) -> dict[str, str]`` and
# ``describe() -> list[tenancy.rules.setting_fields.SettingField]``.
SETTING_AREAS: dict[str, str] = {
    "tenancy": "tenancy.settings_area",
    "records": "records.settings_area",
    "vendors": "vendors.settings_area",
    "inspections": "inspections.settings_area",
    "tendering": "tendering.settings_area",
    "scoring": "scoring.settings_area",
}

# List code -> ``tenancy.listing.ListSpec``; used by pages and by the export job.
LISTS: dict[str, str] = {
    "tendering.opened_bids": "tendering.lists.judging.OPENED_BIDS",
    "tendering.ranked_bids": "tendering.lists.judging.RANKED_BIDS",
    "tendering.letters": "tendering.lists.judging.LETTERS",
    "complaints.complaints": "complaints.lists.COMPLAINTS",
    "contracts.contracts": "contracts.lists.CONTRACTS",
    "vendors.vendors": "vendors.lists.register.VENDORS",
    "vendors.papers": "vendors.lists.papers.PAPERS",
    "tendering.bids": "tendering.lists.bids.BIDS",
    "tendering.invitations": "tendering.lists.invitations.INVITATIONS",
    "tendering.invited": "tendering.lists.invited.INVITED",
    "tendering.tenders": "tendering.lists.tenders.TENDERS",
    "vendors.reviews": "vendors.lists.qualification.REVIEWS",
    "vendors.service_reports": "vendors.lists.qualification.REPORTS",
    "vendors.qualified_lists": "vendors.lists.qualification.VERSIONS",
    "vendors.qualified_entries": "vendors.lists.qualification.ENTRIES",
    "vendors.proposals": "vendors.lists.qualification.PROPOSALS",
    "vendors.links": "vendors.lists.qualification.LINKS",
    "vendors.log": "vendors.lists.qualification.LOG",
    "tenancy.members": "tenancy.lists.MEMBERS",
    "records.journal": "records.lists.JOURNAL",
    "records.documents": "records.lists.DOCUMENTS",
    "records.jobs": "records.lists.JOBS",
    "records.imports": "records.import_lists.IMPORTS",
    "inspections.inspections": "inspections.lists.INSPECTIONS",
    "inspections.findings": "inspections.lists.FINDINGS",
    "inspections.checklists": "inspections.lists.CHECKLISTS",
    "scoring.cards": "scoring.lists.CARDS",
    "scoring.runs": "scoring.lists.RUNS",
}

# Kind of printed document -> function ``build(*, actor, **inputs) -> records.printing.Paper``.
PAPERS: dict[str, str] = {
    "vendors.review": "vendors.papers.review_form",
    "vendors.service_report": "vendors.papers.service_report",
    "vendors.qualified_list": "vendors.papers.qualified_list",
    "tendering.need": "tendering.papers.before_opening.need_application",
    "tendering.paper": "tendering.papers.before_opening.open_paper",
    "tendering.unsealing": "tendering.papers.before_opening.unsealing",
    "tendering.sheets": "tendering.papers.before_opening.sheets",
    "tendering.ranking": "tendering.papers.results.ranking",
    "tendering.candidates": "tendering.papers.results.candidates",
    "tendering.report": "tendering.papers.results.report",
    "tendering.judge_sheet": "tendering.papers.results.judge_sheet",
    "tendering.letter": "tendering.papers.results.letter",
    "complaints.complaint": "complaints.papers.complaint_form",
    "inspections.record": "inspections.papers.build",
    "scoring.card": "scoring.papers.build_card",
    "tendering.invitation_letter": "tendering.papers.bidding.invitation_letter",
    "tendering.commitment_letter": "tendering.papers.bidding.commitment_letter",
    "tendering.invitation_list": "tendering.papers.bidding.invitation_list",
    "tendering.meeting_record": "tendering.papers.bidding.meeting_record",
    "scoring.ranking": "scoring.papers.build_ranking",
}

# Kind of object that files hang on -> function ``visible(actor, object_id) -> bool``.
OWNERS: dict[str, str] = {
    "tendering.tenderpaper": "tendering.queries.papers.owner_visible",
    "vendors.qualificationdocument": "vendors.queries.documents.owner_visible",
    "tenancy.job": "records.queries.export_visible",
    "vendors.reviewaspect": "vendors.queries.review.file_owner_visible",
    "vendors.reviewcondition": "vendors.queries.review.file_owner_visible",
    "vendors.projectpaper": "vendors.queries.project_file.paper_visible",
    "inspections.itemresult": "inspections.queries.photo_owner_visible",
    "inspections.inspection": "inspections.queries.inspection_owner_visible",
}

# Kind of import -> ``records.importing.ImportSpec``.
IMPORTS: dict[str, str] = {
    "vendors": "vendors.importing.SPEC",
    "contracts": "contracts.importing.SPEC",
    "inspections": "inspections.importing.SPEC",
    "complaints": "complaints.importing.SPEC",
}

# Noun of the global search -> function ``found(actor, ids) -> list[records.search.Hit]``.
SEARCHES: dict[str, str] = {
    "complaints.complaint": "complaints.hits.complaints",
    "contracts.contract": "contracts.hits.contracts",
    "vendors.vendor": "vendors.hits.vendors",
    "tendering.tender": "tendering.hits.tenders",
    "records.document": "records.queries.documents_found",
    "inspections.checklist": "inspections.searching.checklists_found",
}

# Function ``duties(actor, on) -> list[records.todo.Duty]`` of each room, read by the to-do list.
DUTIES: list[str] = [
    "records.approval_queries.duties",
    "tendering.duties.duties",
    "vendors.queries.duties.duties",
    "inspections.duties.duties",
    "vendors.duties.duties",
    "contracts.duties.duties",
    "scoring.duties.duties",
    "complaints.duties.duties",
]

# Function ``navigation(actor) -> list[tenancy.navigation.Item]`` of each room, in the order of the side bar.
NAVIGATION: list[str] = [
    "tenancy.side_bar.first",
    "vendors.navigation.navigation",
    "tendering.navigation.navigation",
    "contracts.navigation.navigation",
    "inspections.navigation.navigation",
    "complaints.navigation.navigation",
    "records.navigation.navigation",
    "scoring.navigation.navigation",
    "tenancy.side_bar.administration",
]

# Function ``schedule(now: datetime) -> None`` of each room: writes job rows of periods that have begun.
SCHEDULES: list[str] = [
    "records.schedule.schedule",
    "records.reminders.schedule",
    "vendors.schedule.schedule",
    "tendering.schedule.schedule",
    "contracts.schedule.schedule",
    "inspections.schedule.schedule",
    "scoring.schedule.schedule",
]

# Function ``add(*, at)`` of each room: day-one content of a new tenant, called inside ``acting_for``.
DAY_ONE: list[str] = [
    "vendors.actions.line.add_day_one",
    "vendors.actions.requirement.add_day_one",
    "inspections.actions.checklist.add_day_one",
]

# Approvable document type -> function ``decided(approval, *, by, at) -> None``.
APPROVABLE: dict[str, str] = {
    "tendering.initiation": "tendering.actions.decisions.initiation_decided",
    "tendering.plan": "tendering.actions.decisions.plan_decided",
    "tendering.papers": "tendering.actions.decisions.papers_decided",
    "tenancy.settings": "records.setting_approvals.decided",
    "vendors.qualified_list": "vendors.actions.qualified_list.decided",
    "tendering.invitations": "tendering.actions.inviting.decided",
    "tendering.award": "tendering.actions.awards.decided",
}
# The same types -> translated label.
APPROVABLE_LABELS: dict[str, Any] = {
    "tendering.initiation": _("Initiation of a tender"),
    "tendering.plan": _("Outsourcing and tender plan"),
    "tendering.papers": _("Tender papers"),
    "tenancy.settings": _("Version of rules and figures"),
    "vendors.qualified_list": _("Qualified-vendor list"),
    "tendering.invitations": _("Invitation list of a tender"),
    "tendering.award": _("Award of a tender"),
}

# Chain of a type until the tenant sets its own; the general manager alone for types not named here (TEN-07).
APPROVAL_CHAINS: dict[str, tuple[str, ...]] = {
    "vendors.qualified_list": ("quality_officer", "general_manager"),
}
# What a profile asks for instead, profile -> type -> chain (TEN-02). In an institution the logistics office's manager
# on site signs first, because he answers for the service there; in an owners' committee a second member does.
PROFILE_CHAINS: dict[str, dict[str, tuple[str, ...]]] = {
    "logistics_office": {"tenancy.settings": ("property_manager", "general_manager")},
    "owners_committee": {"tenancy.settings": ("owner_rep", "general_manager")},
}
# Types whose steps are signed by different people, whoever holds several of the roles.
APPROVAL_DISTINCT_SIGNERS: set[str] = {"vendors.qualified_list"}

# Function ``widgets(actor, on) -> list[records.home.Widget]`` of each room: what the first page shows.
HOME_WIDGETS: list[str] = [
    "scoring.panels.widgets",
]

# Function ``-> list[tuple[code, name]]``: the active service lines, for rules of the room below them.
SERVICE_LINES = "vendors.queries.line_choices"

# Address name of the page that drafts a contract from an award (TND-27), offered from above tendering.
AWARD_CONTRACT_PAGE = "contracts:award_draft"

# Dotted names read by the page frame.
TODO_COUNT = "records.todo.count"
DEMO_LOGINS = "config.demo.companies.logins"
HOME_PAGE = "records.home.home"

# Function ``record(event, row, *, by, at, changes)``: the journal, for verbs of the room below it.
JOURNAL = "records.journal.record"

# Function ``-> bool``: whether a settings version needs only the general manager, so that its own page may approve it.
SETTINGS_NEED_ONE = "records.setting_approvals.need_one_signature"

# Function ``panel(actor, vendor) -> vendors.queries.Panel | None`` of each room above: what a vendor's page shows.
VENDOR_PANELS: list[str] = [
    "vendors.panels.qualification",
    "vendors.panels.reports",
    "vendors.panels.proposals",
    "vendors.panels.log",
    "contracts.panels.vendor_contracts",
]

# Function ``sections(actor, project) -> list[vendors.queries.project_file.Section]`` of each room: its parts of a
# project's outsourcing file (VEN-10), in the order of the page.
PROJECT_FILE: list[str] = [
    "vendors.panels.licences",
    "contracts.panels.project_file",
    "scoring.panels.project_file",
    "inspections.panels.project_file",
    "vendors.panels.project_file",
]

# Function ``is_closed(contract_id, month) -> bool``: whether the month's card of a contract is published; "" for never.
CLOSED_MONTHS = "scoring.queries.cards.is_closed"

# Function ``(vendor_ids) -> dict[vendor_id, int]``: how many faults are open at vendors, for their standing.
OPEN_FAULTS = "inspections.queries.open_faults"


# Kind of object -> function ``() -> ids``: those whose journal entries are shown later, as of bids before the opening.
JOURNAL_CURTAINS: dict[str, str] = {
    "tendering.bid": "tendering.queries.inviting.behind_the_curtain",
}

# Name of a route -> upload handler that takes its files instead of the usual temporary file on disk.
UPLOAD_HANDLERS: dict[str, str] = {
    "tendering:bid_file_add": "tendering.uploads.SealingUploadHandler",
    "tendering_api:invitation-add-file": "tendering.uploads.SealingUploadHandler",
}

# Module with ``EVENT_LABELS`` (journal event -> words) and ``FACT_LABELS`` (key of its changes -> words) of each room,
# and, where such facts are codes, ``VALUE_LABELS`` (key -> code -> words).
EVENT_WORDS: list[str] = [
    "vendors.event_words",
    "tendering.event_words",
    "contracts.event_words",
    "complaints.event_words",
    "scoring.choices",
]
