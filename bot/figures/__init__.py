"""The figures: each module measures one thing and returns it as a dictionary."""
