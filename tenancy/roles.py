"""Roles and what each may do, as data. A right is asked in the verb, never only at the door."""

from enum import StrEnum

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from tenancy.wording import by_profile


class Permission(StrEnum):
    """One thing a role may do."""

    TENANT_MANAGE = "tenancy.manage"
    SETTINGS_VIEW = "tenancy.settings_view"
    SETTINGS_DRAFT = "tenancy.settings_draft"
    SETTINGS_APPROVE = "tenancy.settings_approve"
    JOBS_VIEW = "tenancy.jobs_view"
    JOURNAL_VIEW = "records.journal_view"
    DOCUMENTS_VIEW = "records.documents_view"
    IMPORT_RUN = "records.import_run"
    DELEGATE = "records.delegate"
    VENDOR_VIEW = "vendors.view"
    VENDOR_EDIT = "vendors.edit"
    VENDOR_REVIEW = "vendors.review"
    VENDOR_WATCH = "vendors.watch"
    VENDOR_COMPILE = "vendors.compile_list"
    TENDER_VIEW = "tendering.view"
    NEED_APPLY = "tendering.need_apply"
    NEED_ASSESS = "tendering.need_assess"
    TENDER_ORGANISE = "tendering.organise"
    PAPERS_SEAL = "tendering.papers_seal"
    OPENING_SIGN = "tendering.opening_sign"
    VENDOR_BAN = "vendors.ban"
    VENDOR_OVERRIDE = "vendors.override"
    CONTRACT_VIEW = "contracts.view"
    CONTRACT_EDIT = "contracts.edit"
    CONTRACT_ACTIVATE = "contracts.activate"
    TEMPLATE_VIEW = "inspections.template_view"
    TEMPLATE_MANAGE = "inspections.template_manage"
    INSPECTION_VIEW = "inspections.view"
    INSPECTION_PLAN = "inspections.plan"
    INSPECTION_FILE = "inspections.file"
    INSPECTION_REVIEW = "inspections.review"
    INSPECTION_PUBLISH = "inspections.publish"
    COMPLAINT_VIEW = "complaints.view"
    COMPLAINT_REGISTER = "complaints.register"
    COMPLAINT_ANSWER = "complaints.answer"
    COMPLAINT_JUDGE = "complaints.judge"
    COMPLAINT_CLOSE = "complaints.close"
    CARD_VIEW = "scoring.view"
    CARD_EVALUATE = "scoring.evaluate"
    CARD_CONFIRM = "scoring.confirm"
    CARD_PUBLISH = "scoring.publish"
    RUN_START = "scoring.run"
    ADJUSTMENT_PROPOSE = "scoring.adjustment_propose"
    ADJUSTMENT_APPROVE = "scoring.adjustment_approve"
    OWN_INSPECTIONS = "vendor.own_inspections"
    OWN_COMPLAINTS = "vendor.own_complaints"
    OWN_CARDS = "vendor.own_cards"
    OWN_CONTRACTS = "vendor.own_contracts"
    OWN_PAPERS = "vendor.own_papers"
    OWN_TENDERS = "vendor.own_tenders"


class Role(StrEnum):
    """System roles of requirements.md section 3."""

    TENANT_ADMIN = "tenant_admin"
    GENERAL_MANAGER = "general_manager"
    QUALITY_OFFICER = "quality_officer"
    PROPERTY_MANAGER = "property_manager"
    PROJECT_SUPERVISOR = "project_supervisor"
    CUSTOMER_SERVICE = "customer_service"
    TENDER_OFFICER = "tender_officer"
    OFFICE_CUSTODIAN = "office_custodian"
    LEGAL_REVIEWER = "legal_reviewer"
    FINANCE = "finance"
    OWNER_REP = "owner_rep"
    AUDITOR = "auditor"
    VENDOR_MANAGER = "vendor_manager"
    VENDOR_SUPERVISOR = "vendor_supervisor"


ROLE_LABELS = {
    Role.TENANT_ADMIN: _("System administrator"),
    Role.GENERAL_MANAGER: by_profile(
        _("General manager"),
        logistics_office=pgettext_lazy("role", "Head of the logistics office"),
        owners_committee=pgettext_lazy("role", "Chair of the owners' committee"),
    ),
    Role.QUALITY_OFFICER: by_profile(
        _("Head-office quality officer"),
        logistics_office=pgettext_lazy("role", "Quality officer"),
        owners_committee=pgettext_lazy("role", "Quality officer"),
    ),
    Role.PROPERTY_MANAGER: by_profile(
        _("Project property manager"),
        logistics_office=pgettext_lazy("role", "Logistics manager on site"),
        owners_committee=pgettext_lazy("role", "Committee's property manager"),
    ),
    Role.PROJECT_SUPERVISOR: _("Project supervisor"),
    Role.CUSTOMER_SERVICE: _("Customer service"),
    Role.TENDER_OFFICER: _("Tender officer"),
    Role.OFFICE_CUSTODIAN: _("Office custodian"),
    Role.LEGAL_REVIEWER: _("Legal reviewer"),
    Role.FINANCE: pgettext_lazy("role", "Finance"),
    Role.OWNER_REP: by_profile(
        _("Owners' representative"),
        logistics_office=pgettext_lazy("role", "Users' representative"),
        owners_committee=pgettext_lazy("role", "Committee member"),
    ),
    Role.AUDITOR: _("Auditor (read only)"),
    Role.VENDOR_MANAGER: _("Vendor manager"),
    Role.VENDOR_SUPERVISOR: _("Vendor site supervisor"),
}

VENDOR_ROLES = frozenset({Role.VENDOR_MANAGER, Role.VENDOR_SUPERVISOR})

# Roles that must use a second factor unless the tenant runs as a demonstration (security.md 6).
MFA_ROLES = frozenset(
    {Role.GENERAL_MANAGER, Role.TENANT_ADMIN, Role.OFFICE_CUSTODIAN, Role.TENDER_OFFICER, Role.FINANCE}
)

P = Permission
_READ = frozenset(
    {
        P.VENDOR_VIEW,
        P.CONTRACT_VIEW,
        P.TEMPLATE_VIEW,
        P.INSPECTION_VIEW,
        P.COMPLAINT_VIEW,
        P.CARD_VIEW,
        P.DOCUMENTS_VIEW,
        P.SETTINGS_VIEW,
    }
)

# Roles that see only the projects and service lines they are admitted to by name (TEN-06).
ADMITTED_ROLES = frozenset({Role.OWNER_REP})

ROLE_PERMISSIONS: dict[Role, frozenset[Permission]] = {
    Role.TENANT_ADMIN: _READ
    | {P.TENANT_MANAGE, P.SETTINGS_DRAFT, P.JOBS_VIEW, P.JOURNAL_VIEW, P.IMPORT_RUN, P.TEMPLATE_MANAGE, P.VENDOR_EDIT},
    Role.GENERAL_MANAGER: _READ
    | {P.SETTINGS_APPROVE, P.JOURNAL_VIEW, P.JOBS_VIEW, P.CONTRACT_ACTIVATE, P.ADJUSTMENT_APPROVE, P.DELEGATE}
    | {P.TENDER_VIEW, P.OPENING_SIGN, P.VENDOR_BAN, P.VENDOR_OVERRIDE},
    Role.QUALITY_OFFICER: _READ
    | {
        P.SETTINGS_DRAFT,
        P.JOBS_VIEW,
        P.JOURNAL_VIEW,
        P.IMPORT_RUN,
        P.VENDOR_EDIT,
        P.VENDOR_OVERRIDE,
        P.VENDOR_REVIEW,
        P.VENDOR_WATCH,
        P.VENDOR_COMPILE,
        P.TEMPLATE_MANAGE,
        P.INSPECTION_PLAN,
        P.INSPECTION_FILE,
        P.INSPECTION_REVIEW,
        P.INSPECTION_PUBLISH,
        P.COMPLAINT_JUDGE,
        P.COMPLAINT_CLOSE,
        P.CARD_PUBLISH,
        P.RUN_START,
        P.ADJUSTMENT_PROPOSE,
        P.TENDER_VIEW,
        P.NEED_ASSESS,
    },
    Role.PROPERTY_MANAGER: _READ
    | {
        P.VENDOR_REVIEW,
        P.IMPORT_RUN,
        P.CONTRACT_EDIT,
        P.INSPECTION_PLAN,
        P.INSPECTION_FILE,
        P.INSPECTION_REVIEW,
        P.INSPECTION_PUBLISH,
        P.COMPLAINT_REGISTER,
        P.COMPLAINT_ANSWER,
        P.COMPLAINT_JUDGE,
        P.CARD_CONFIRM,
        P.ADJUSTMENT_PROPOSE,
        P.TENDER_VIEW,
        P.NEED_APPLY,
        P.NEED_ASSESS,
    },
    Role.PROJECT_SUPERVISOR: frozenset(
        {
            P.VENDOR_VIEW,
            P.CONTRACT_VIEW,
            P.TEMPLATE_VIEW,
            P.INSPECTION_VIEW,
            P.INSPECTION_PLAN,
            P.INSPECTION_FILE,
            P.COMPLAINT_VIEW,
            P.COMPLAINT_REGISTER,
            P.COMPLAINT_ANSWER,
            P.CARD_VIEW,
            P.NEED_APPLY,
        }
    ),
    Role.CUSTOMER_SERVICE: frozenset(
        {
            P.VENDOR_VIEW,
            P.CONTRACT_VIEW,
            P.INSPECTION_VIEW,
            P.COMPLAINT_VIEW,
            P.COMPLAINT_REGISTER,
            P.COMPLAINT_ANSWER,
            P.COMPLAINT_CLOSE,
            P.CARD_VIEW,
            P.CARD_EVALUATE,
            P.DOCUMENTS_VIEW,
        }
    ),
    Role.TENDER_OFFICER: frozenset(
        {
            P.VENDOR_VIEW,
            P.VENDOR_EDIT,
            P.VENDOR_REVIEW,
            P.VENDOR_COMPILE,
            P.CONTRACT_VIEW,
            P.CONTRACT_EDIT,
            P.CARD_VIEW,
            P.TENDER_VIEW,
            P.TENDER_ORGANISE,
            P.NEED_ASSESS,
            P.DOCUMENTS_VIEW,
        }
    ),
    Role.OFFICE_CUSTODIAN: frozenset(
        {P.VENDOR_VIEW, P.CONTRACT_VIEW, P.CARD_VIEW, P.DOCUMENTS_VIEW, P.TENDER_VIEW, P.PAPERS_SEAL}
    ),
    Role.LEGAL_REVIEWER: frozenset({P.VENDOR_VIEW, P.CONTRACT_VIEW}),
    Role.FINANCE: frozenset({P.VENDOR_VIEW, P.CONTRACT_VIEW, P.CARD_VIEW, P.DOCUMENTS_VIEW}),
    Role.OWNER_REP: frozenset({P.CARD_VIEW, P.CONTRACT_VIEW}),
    Role.AUDITOR: _READ | {P.JOURNAL_VIEW, P.JOBS_VIEW, P.TENDER_VIEW},
    Role.VENDOR_MANAGER: frozenset(
        {P.OWN_CONTRACTS, P.OWN_PAPERS, P.OWN_INSPECTIONS, P.OWN_COMPLAINTS, P.OWN_CARDS, P.OWN_TENDERS}
    ),
    Role.VENDOR_SUPERVISOR: frozenset({P.OWN_CONTRACTS, P.OWN_INSPECTIONS, P.OWN_COMPLAINTS}),
}
