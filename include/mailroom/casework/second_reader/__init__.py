"""A linear model beside the rules: it confirms what they doubt and objects to what they claim."""
