from __future__ import annotations

from sandbox.aws.template import Template

EXPECTED = {
    "WebhookBaseUrl",
    "HubspotWebhookUrl",
    "SalesforceWebhookUrl",
    "AdminFunctionName",
    "ParameterPath",
    "HubspotSecretArn",
    "SalesforceSecretArn",
    "ChangeQueueUrl",
    "BulkChangeQueueUrl",
    "ChangeDeadLetterQueueUrl",
    "BulkChangeDeadLetterQueueUrl",
    "ImportQueueUrl",
    "ImportDeadLetterQueueUrl",
    "ReconcileQueueUrl",
    "ReconcileDeadLetterQueueUrl",
    "EventDeadLetterQueueUrl",
    "LinksTableName",
    "ApiUsageTableName",
    "ParkedTableName",
    "JobsTableName",
    "ConfigTableName",
    "HistoryTableName",
    "ExportBucketName",
}


def test_outputs(template: Template) -> None:
    assert set(template["Outputs"]) == EXPECTED


def test_a_custom_domain_replaces_the_api_s_own_in_every_webhook_address(template: Template) -> None:
    for name in ("WebhookBaseUrl", "HubspotWebhookUrl", "SalesforceWebhookUrl"):
        condition, custom, own = template["Outputs"][name]["Value"]["Fn::If"]
        assert condition == "HasWebhookBaseUrl"
        assert "WebhookBaseUrl" in str(custom)
        assert "${WebhookApi}.execute-api" in own["Fn::Sub"]
