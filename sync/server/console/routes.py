"""Every page of the console, and how its troubles look."""

from litestar import Router

from sync.server.console import laptop_pages, pages

CONSOLE = Router(
    path="/",
    route_handlers=[
        pages.entrance, pages.style, pages.login_form, pages.log_in, pages.log_out, pages.findings, pages.one_finding,
        pages.photo, laptop_pages.devices, laptop_pages.one_device, laptop_pages.keys, laptop_pages.public_key,
    ],
    exception_handlers={Exception: pages.answer_trouble},
    include_in_schema=False,
)  # fmt: skip
