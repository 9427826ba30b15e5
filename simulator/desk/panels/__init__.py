"""Panels: the desk on the screen, in JupyterLab and, with the code hidden, in Voila. They need ipywidgets."""
