#!/usr/bin/python3
"""A window of WebKitGTK that is driven from outside and keeps its data in a folder: DATA WIDTH HEIGHT SCRIPTS."""

import sys

import gi

gi.require_version("Gtk", "3.0")
gi.require_version("WebKit2", "4.1")
from gi.repository import Gtk, WebKit2

folder, width, height, scripts = sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), sys.argv[4]
kept = WebKit2.WebsiteDataManager(base_data_directory=f"{folder}/data", base_cache_directory=f"{folder}/cache")
context = WebKit2.WebContext(website_data_manager=kept)
context.set_preferred_languages(["ja"])
context.set_automation_allowed(True)


def open_view(_session):
    view = WebKit2.WebView(web_context=context, is_controlled_by_automation=True)
    # What pages bring is taken out of them; the driver's own scripts run.
    view.get_settings().set_enable_javascript_markup(scripts == "scripts")
    window = Gtk.Window(default_width=width, default_height=height)
    window.add(view)
    view.connect("close", lambda _view: window.destroy())
    # There is nothing else to give the keyboard to a window, and only there a page shows what has the focus.
    window.connect("map-event", lambda mapped, _event: mapped.get_window().focus(0))
    window.show_all()
    return view


def begin(_context, session):
    about = WebKit2.ApplicationInfo()
    about.set_name("koe")
    session.set_application_info(about)
    session.connect("create-web-view", open_view)


context.connect("automation-started", begin)
Gtk.main()
