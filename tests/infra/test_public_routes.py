from __future__ import annotations

from typing import Any

ROUTES = {
    "POST /webhooks/hubspot": "HubspotWebhookFunction",
    "POST /webhooks/salesforce": "SalesforceOutboundFunction",
}


def of_type(resources: dict[str, Any], resource_type: str) -> dict[str, Any]:
    return {name: found["Properties"] for name, found in resources.items() if found["Type"] == resource_type}


def test_only_the_two_webhooks_are_public(resources: dict[str, Any]) -> None:
    integrations = of_type(resources, "AWS::ApiGatewayV2::Integration")
    found = {}
    for route in of_type(resources, "AWS::ApiGatewayV2::Route").values():
        integration = route["Target"]["Fn::Sub"].removeprefix("integrations/${").removesuffix("}")
        found[route["RouteKey"]] = integrations[integration]["IntegrationUri"]["Fn::GetAtt"][0]
    assert found == ROUTES


def test_there_is_no_other_way_in_from_outside(resources: dict[str, Any]) -> None:
    types = {resource["Type"] for resource in resources.values()}
    assert len(of_type(resources, "AWS::ApiGatewayV2::Api")) == 1
    assert not types & {"AWS::Lambda::Url", "AWS::ApiGateway::RestApi", "AWS::ElasticLoadBalancingV2::LoadBalancer"}


def test_the_api_may_invoke_each_webhook_by_its_own_route_only(resources: dict[str, Any]) -> None:
    permissions = [
        permission
        for permission in of_type(resources, "AWS::Lambda::Permission").values()
        if permission["Principal"] == "apigateway.amazonaws.com"
    ]
    allowed = {
        permission["SourceArn"]["Fn::Sub"].rpartition("/POST")[2]: permission["FunctionName"]["Ref"]
        for permission in permissions
    }
    assert {f"POST {path}": function for path, function in allowed.items()} == ROUTES


def test_every_permission_names_its_source(resources: dict[str, Any]) -> None:
    permissions = of_type(resources, "AWS::Lambda::Permission")
    assert permissions
    assert all("SourceArn" in permission for permission in permissions.values())


def test_the_stage_is_throttled_and_logged(resources: dict[str, Any]) -> None:
    (stage,) = of_type(resources, "AWS::ApiGatewayV2::Stage").values()
    assert stage["DefaultRouteSettings"]["ThrottlingRateLimit"] > 0
    assert stage["DefaultRouteSettings"]["ThrottlingBurstLimit"] > 0
    assert stage["AccessLogSettings"]["DestinationArn"] == {"Fn::GetAtt": ["WebhookAccessLogGroup", "Arn"]}


def test_the_access_log_holds_no_query_because_a_secret_stands_in_it(resources: dict[str, Any]) -> None:
    (stage,) = of_type(resources, "AWS::ApiGatewayV2::Stage").values()
    logged = stage["AccessLogSettings"]["Format"]
    assert "$context.routeKey" in logged
    assert not [name for name in ("querystring", "$context.path", "header") if name in logged]
