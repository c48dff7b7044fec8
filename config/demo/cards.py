"""Runs the monthly evaluations of the demo world up to publication; the last month is left half way."""

from collections import defaultdict
from datetime import date, timedelta
from random import Random

from config.demo import stories
from config.demo.companies import Company, person_at
from config.demo.history import MONTHS, moment
from records.rules.periods import Month
from scoring.actions.run import compute_month
from scoring.actions.together import confirm_together, evaluate_together, publish_together
from scoring.models import Scorecard
from tenancy.context import acting_for
from tenancy.models import Membership
from tenancy.queries import actor_of
from tenancy.roles import Role
from tenancy.rules.actor import Actor

WORDS = {
    "A": ("本月服务稳定，现场观感好，问题整改及时。", "各项检查得分较高，业主反映良好，建议继续保持。"),
    "B": ("总体达到合同标准，个别点位需要加强巡查。", "服务基本到位，重复问题较上月减少。"),
    "C": ("本月多处重复扣分，要求项目负责人约谈并提交改进计划。", "现场管理松散，需增加班次并由主管每日签字确认。"),
    "D": ("本月服务质量不合格，已书面警告，限期整改。", "连续扣分未见改善，建议进入观察名单。"),
    "": ("本月检查次数不足，不作评定，请项目补做检查。",),
}


def evaluate(company: Company, random: Random, today: date) -> int:
    """Compute and publish every month gone by; of the last month some cards still wait for people."""
    actors: dict[int, Actor] = {}
    published = 0
    with acting_for(company.tenant):
        for back in range(MONTHS, 0, -1):
            first = stories.month_start(today, back)
            due = stories.month_start(today, back - 1)
            compute_month(month=Month(first.year, first.month), by=company.system, at=moment(due, 2))
            published += _judge(company, first, due, actors, random, is_last=back == 1)
    return published


def _judge(company: Company, first: date, due: date, actors: dict[int, Actor], random: Random, *, is_last: bool) -> int:
    """Take a month's cards through evaluation, confirmation and publication; return how many were published.

    Of the last month three in ten stop on the way: computed, evaluated or confirmed.
    """
    words: dict[int, dict[int, str]] = defaultdict(dict)
    confirmed: dict[int, list[int]] = defaultdict(list)
    published = []
    members: dict[int, Membership] = {}
    for card in Scorecard.objects.filter(month=first, is_current=True).select_related("project").order_by("id"):
        how_far = random.randint(0, 2) if is_last and random.random() < 0.3 else 3
        clerk = person_at(company, Role.CUSTOMER_SERVICE, card.project)
        manager = person_at(company, Role.PROPERTY_MANAGER, card.project)
        members |= {clerk.id: clerk, manager.id: manager}
        if how_far >= 1:
            words[clerk.id][card.id] = random.choice(WORDS[card.grade])
        if how_far >= 2:
            confirmed[manager.id].append(card.id)
        if how_far >= 3:
            published.append(card.id)
    for who, evaluations in words.items():
        at = moment(due + timedelta(days=3), 10, random.randint(0, 59))
        evaluate_together(evaluations=evaluations, by=_actor(members[who], actors), at=at)
    for who, ids in confirmed.items():
        at = moment(due + timedelta(days=5), 15, random.randint(0, 59))
        confirm_together(card_ids=ids, by=_actor(members[who], actors), at=at)
    officer = _actor(company.members[Role.QUALITY_OFFICER], actors)
    return publish_together(card_ids=published, by=officer, at=moment(due + timedelta(days=8), 9, 30))


def _actor(member: Membership, actors: dict[int, Actor]) -> Actor:
    if member.id not in actors:
        actors[member.id] = actor_of(Membership.objects.select_related("person").get(id=member.id))
    return actors[member.id]
