"""A Django project with nothing in it but one page and two forms: what the machine can do at best."""
