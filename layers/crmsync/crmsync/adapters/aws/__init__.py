"""The ports carried out with DynamoDB, SQS, Parameter Store, Secrets Manager and CloudWatch."""
