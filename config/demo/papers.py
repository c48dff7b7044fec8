"""Papers, contacts, bans and exceptions of the demo world's vendors: some expired, some about to, one excluded."""

from datetime import date, datetime, timedelta
from io import BytesIO
from random import Random

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image, ImageDraw

from config.demo import places
from config.demo.companies import Company
from config.demo.history import moment
from tenancy.context import acting_for
from tenancy.models import Membership
from tenancy.queries import actor_of
from tenancy.roles import Role
from tenancy.rules.actor import Actor
from vendors.actions import ban as ban_verbs
from vendors.actions import contact as contact_verbs
from vendors.actions import document as verbs
from vendors.actions import override as override_verbs
from vendors.actions.vendor import register_vendor
from vendors.choices import DocumentKind as K
from vendors.models import QualificationDocument, Vendor
from vendors.rules.documents import PaperFacts

# Days from today on which the certificates of the first vendors end: expired, then within 7, 30 and 60 days.
ENDS = (-12, 5, 24, 55, 90, 140, 210, 330, 420, 600)
ISSUERS = {K.QMS_CERTIFICATE: "中质认证中心", K.STAFF_CERTIFICATES: "人力资源和社会保障局"}
# Who gives licences in the district a credit code names.
AUTHORITIES = {
    "330106": "杭州市西湖区市场监督管理局",
    "310115": "上海市浦东新区市场监督管理局",
    "440305": "深圳市南山区市场监督管理局",
    "510107": "成都市武侯区市场监督管理局",
    "500103": "重庆市渝中区市场监督管理局",
    "440106": "广州市天河区市场监督管理局",
}
# Vendors whose licence ran out while the new one is still on the way.
LATE = ("安泰保安服务有限公司", "捷安保洁服务有限公司", "雅集会务服务有限公司")


def file_papers(company: Company, founded: datetime, today: date) -> int:
    """Put the papers of every vendor into its file, as handed in when the vendor came; return how many."""
    random = Random(f"papers {company.tenant.slug}")
    filed = 0
    with acting_for(company.tenant):
        for number, vendor in enumerate(company.vendors.values()):
            is_late = vendor.legal_name in LATE
            for facts in _papers_of(vendor, number, random, today, licence_is_over=is_late):
                scan = a_scan(facts.kind, facts.number) if number < 2 else None
                verbs.hand_in(vendor_id=vendor.id, facts=facts, scan=scan, by=company.system, at=founded)
                filed += 1
            _people(company, vendor, number, random, founded)
    return filed


def _papers_of(vendor: Vendor, number: int, random: Random, today: date, *, licence_is_over: bool) -> list[PaperFacts]:
    since = today - timedelta(days=700 + 11 * number)
    authority = AUTHORITIES.get(vendor.credit_code[2:8], "市场监督管理局")
    licence_until = today - timedelta(days=9) if licence_is_over else today + timedelta(days=400 + 37 * number)
    is_permanent = vendor.licence_is_permanent and not licence_is_over
    found = [
        PaperFacts(
            K.BUSINESS_LICENCE.value,
            number=vendor.credit_code,
            issuer=authority,
            valid_from=since,
            valid_until=None if is_permanent else licence_until,
            is_permanent=is_permanent,
        ),
        PaperFacts(K.LEGAL_PERSON_PROOF.value, number=f"FR-{1000 + number}", issuer=authority, valid_from=since),
        PaperFacts(K.SIMILAR_RECORD.value, title="近三年同类项目合同及验收证明", valid_from=since),
        PaperFacts(K.SERVICE_REPORT.value, number=f"FWBG-{number + 1:03d}", issuer=vendor.legal_name),
        PaperFacts(K.SERVICE_PLAN.value, number=f"FA-{number + 1:03d}", issuer=vendor.legal_name),
    ]
    ends = today + timedelta(days=ENDS[number % len(ENDS)])
    kind = K.QMS_CERTIFICATE if number % 2 == 0 else K.STAFF_CERTIFICATES
    serial = f"{random.randint(100, 999)}{random.randint(10000, 99999)}Q{number + 1:02d}"
    found.append(
        PaperFacts(kind.value, number=serial, issuer=ISSUERS[kind], valid_from=since, valid_until=max(ends, since))
    )
    if number % 5 == 0:
        found.append(PaperFacts(K.EMERGENCY_PLAN.value, title="突发事件应急预案", issuer=vendor.legal_name))
    return found


def _people(company: Company, vendor: Vendor, number: int, random: Random, at: datetime) -> None:
    if number >= 12:
        return
    for role in ("项目经理", "财务"):
        contact_verbs.save_contact(
            vendor_id=vendor.id,
            name=places.person_name(random),
            role=role,
            phone=places.phone(random),
            email=f"contact{number}@vendor{number}.example" if role == "财务" else "",
            by=company.system,
            at=at,
        )
    if number % 3 == 0:
        contact_verbs.save_branch(
            vendor_id=vendor.id,
            name=random.choice(("杭州分公司", "宁波分公司", "上海分公司")),
            address=vendor.address,
            contact_name=places.person_name(random),
            contact_phone=places.phone(random),
            by=company.system,
            at=at,
        )


def decide_standing(company: Company, today: date) -> None:
    """Renewals that wait, exceptions, a vendor banned last year, and a new company of the same representative."""
    random = Random(f"standing {company.tenant.slug}")
    with acting_for(company.tenant):
        officer, manager = _actor(company, Role.QUALITY_OFFICER), _actor(company, Role.GENERAL_MANAGER)
        late = [company.vendors[name] for name in LATE if name in company.vendors]
        if late:
            _exceptions(late[0], officer, manager, today)
        if company.tenant.slug == "jiahe":
            _excluded(company, manager, random, today)
    _renewal(company, today)


def _actor(company: Company, role: Role) -> Actor:
    return actor_of(Membership.objects.select_related("person").get(id=company.members[role].id))


def _exceptions(vendor: Vendor, officer: Actor, manager: Actor, today: date) -> None:
    """One exception that was approved and one that waits, both for the licence that ran out."""
    for purpose, reason in (
        ("settlement", "新营业执照已受理，凭受理回执先行结算"),
        ("signing", "续签补充协议，换证在办"),
    ):
        row = override_verbs.ask_override(
            vendor_id=vendor.id,
            purpose=purpose,
            code="document_expired",
            document_kind=K.BUSINESS_LICENCE.value,
            reason=reason,
            valid_until=today + timedelta(days=30),
            by=officer,
            at=moment(today - timedelta(days=4), 9),
        )
        if purpose == "settlement":
            override_verbs.decide_override(
                override_id=row.id,
                approve=True,
                note="同意，期限内补交新证",
                by=manager,
                at=moment(today - timedelta(days=3), 15),
            )


def _excluded(company: Company, manager: Actor, random: Random, today: date) -> None:
    founded = moment(today - timedelta(days=420), 9)
    boss = places.person_name(random)
    for name, at in (
        ("鸿运保洁服务有限公司", founded),
        ("鸿远环境服务有限公司", moment(today - timedelta(days=20), 10)),
    ):
        vendor = register_vendor(
            legal_name=name,
            credit_code=places.credit_code(random),
            address=f"滨江路{random.randint(8, 620)}号",
            contact_name=places.person_name(random),
            contact_phone=places.phone(random),
            legal_representative=boss,
            lines=[company.lines["CLN"]],
            licence_is_permanent=True,
            by=company.system,
            at=at,
        )
        if at == founded:
            ban_verbs.impose_ban(
                vendor_id=vendor.id,
                ground="four_acts",
                reason="将两个小区的保洁业务整体转包给个人，经现场核查及合同比对属实。",
                starts_on=today - timedelta(days=400),
                by=manager,
                at=moment(today - timedelta(days=400), 16),
            )


def _renewal(company: Company, today: date) -> None:
    """The vendor with a login hands in the renewal of its certificate; it waits for a check."""
    with acting_for(company.tenant):
        managers = Membership.objects.filter(
            tenant=company.tenant, vendor_id__isnull=False, grants__role=Role.VENDOR_MANAGER
        )
        member = managers.select_related("person").order_by("id").first()
    if member is None or member.vendor_id is None:
        return
    with acting_for(company.tenant, vendor_id=member.vendor_id):
        paper = QualificationDocument.objects.filter(
            vendor_id=member.vendor_id, kind__in=[K.QMS_CERTIFICATE.value, K.STAFF_CERTIFICATES.value]
        ).first()
        if paper is None:
            return
        facts = PaperFacts(
            paper.kind,
            number=f"{paper.number}-2",
            issuer=paper.issuer,
            valid_from=today,
            valid_until=today + timedelta(days=1095),
        )
        verbs.hand_in(
            vendor_id=member.vendor_id,
            facts=facts,
            scan=a_scan(paper.kind, facts.number),
            supersedes_id=paper.pk,
            by=actor_of(member),
            at=moment(today - timedelta(days=1), 14),
        )


def a_scan(kind: str, number: str) -> SimpleUploadedFile:
    """Return a one-page PDF that looks like a scanned certificate and says that it is a sample."""
    page = Image.new("RGB", (595, 842), (250, 247, 238))
    pen = ImageDraw.Draw(page)
    pen.rectangle((28, 28, 567, 814), outline=(170, 40, 40), width=4)
    pen.rectangle((38, 38, 557, 804), outline=(170, 40, 40), width=1)
    pen.text((70, 110), kind.replace("_", " ").upper(), fill=(120, 20, 20))
    pen.text((70, 160), f"No. {number}", fill=(40, 40, 40))
    pen.text((70, 190), "SAMPLE - demonstration only", fill=(90, 90, 90))
    pen.ellipse((400, 600, 520, 720), outline=(190, 30, 30), width=5)
    target = BytesIO()
    page.save(target, "PDF")
    return SimpleUploadedFile(f"{kind}.pdf", target.getvalue(), content_type="application/pdf")
