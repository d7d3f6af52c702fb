"""Pure: a plan as one HTML file for the operator: messages as people will see them, and who gets which."""
