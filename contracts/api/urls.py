"""API addresses of the contracts room."""

from rest_framework.routers import SimpleRouter

from contracts.api.views import ContractViewSet, RuleSetViewSet

router = SimpleRouter()
router.register("rule-sets", RuleSetViewSet, basename="ruleset")
router.register("contracts", ContractViewSet, basename="contract")
urlpatterns = router.urls
