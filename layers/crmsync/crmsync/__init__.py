"""crmsync keeps HubSpot and Salesforce in step."""
