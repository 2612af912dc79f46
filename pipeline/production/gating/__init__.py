"""The gate in a production: which takes are heard, which lines are performed again, and which attempt is circled."""
