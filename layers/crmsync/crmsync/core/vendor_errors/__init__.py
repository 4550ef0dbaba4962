"""What HubSpot's and Salesforce's errors mean here, as tables: vendor's words in, one Failure out."""
