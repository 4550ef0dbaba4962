from __future__ import annotations

from pathlib import Path

from sandbox.aws.template import logical_ids, read_template, with_fixed_api_id, without_third_party_layer

TEMPLATE = """
Globals:
  Function:
    Layers: [!Ref DepsLayer, !Ref CrmsyncLayer]
Resources:
  DepsLayer: {Type: AWS::Serverless::LayerVersion, Properties: {}}
  CrmsyncLayer: {Type: AWS::Serverless::LayerVersion, Properties: {}}
  WebhookApi: {Type: AWS::ApiGatewayV2::Api, Properties: {ProtocolType: HTTP}}
  Queue:
    Type: AWS::SQS::Queue
    Condition: Wanted
    Properties:
      QueueName: !Sub ${AWS::StackName}-queue
      RedrivePolicy: {deadLetterTargetArn: !GetAtt Dead.Arn, maxReceiveCount: 3}
      Tags: !If [Wanted, [{Key: a, Value: !Ref Stage}], !Ref AWS::NoValue]
"""


def written(folder: Path) -> Path:
    path = folder / "template.yaml"
    path.write_text(TEMPLATE)
    return path


def test_short_forms_become_functions(tmp_path: Path) -> None:
    properties = read_template(written(tmp_path))["Resources"]["Queue"]["Properties"]
    assert properties["QueueName"] == {"Fn::Sub": "${AWS::StackName}-queue"}
    assert properties["RedrivePolicy"]["deadLetterTargetArn"] == {"Fn::GetAtt": ["Dead", "Arn"]}
    assert properties["Tags"] == {
        "Fn::If": ["Wanted", [{"Key": "a", "Value": {"Ref": "Stage"}}], {"Ref": "AWS::NoValue"}]
    }


def test_logical_ids_of_one_type_in_order(tmp_path: Path) -> None:
    template = read_template(written(tmp_path))
    assert logical_ids(template, "AWS::Serverless::LayerVersion") == ["DepsLayer", "CrmsyncLayer"]


def test_only_the_third_party_layer_is_left_out(tmp_path: Path) -> None:
    template = read_template(written(tmp_path))
    without_third_party_layer(template)
    assert template["Globals"]["Function"]["Layers"] == [{"Ref": "CrmsyncLayer"}]
    assert logical_ids(template, "AWS::Serverless::LayerVersion") == ["CrmsyncLayer"]


def test_the_api_id_is_fixed(tmp_path: Path) -> None:
    template = read_template(written(tmp_path))
    with_fixed_api_id(template, "c0ffee00")
    assert template["Resources"]["WebhookApi"]["Properties"] == {
        "ProtocolType": "HTTP",
        "Tags": {"ms-custom-id": "c0ffee00"},
    }
