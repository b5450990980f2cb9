"""What the page shows, as safe HTML; Gradio itself is in app.py alone."""
