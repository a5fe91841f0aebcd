"""Every address by name: which deed of the table it is, what it is about, and which methods it knows.

A new address stands here before it is reached: somebody has to say who may enter.
"""

from dataclasses import dataclass

from okoce.accounts.rights import Deed


@dataclass(frozen=True)
class Route:
    """What an address asks of whoever comes."""

    deed: Deed
    about: str = ""
    """The kind of thing that its address names; nothing where it names none."""
    methods: str = "GET"
    """GET (and HEAD), POST, or both."""
    leads_back: bool = False
    """Whether GET leads everybody who may do the deed somewhere to the page of its form, which asks for itself."""


def _shown(deed: Deed, about: str = "") -> Route:
    return Route(deed, about)


def _sent(deed: Deed, about: str = "") -> Route:
    return Route(deed, about, "POST")


def _sent_from_a_page(deed: Deed, about: str = "") -> Route:
    return Route(deed, about, "POST", leads_back=True)


def _form(deed: Deed, about: str = "") -> Route:
    return Route(deed, about, "GET POST")


ROUTES: dict[str, Route] = {
    # Anybody
    "home": _shown(Deed.READ_PUBLIC),
    "alive": _shown(Deed.READ_PUBLIC),
    "ready": _shown(Deed.READ_PUBLIC),
    "account_login": _form(Deed.READ_PUBLIC),
    "mfa_authenticate": _form(Deed.READ_PUBLIC),
    "account_logout": _form(Deed.READ_PUBLIC),
    "account_inactive": _shown(Deed.READ_PUBLIC),
    "account_signup": _form(Deed.READ_PUBLIC),
    "account_reset_password": _form(Deed.READ_PUBLIC),
    "account_reset_password_done": _shown(Deed.READ_PUBLIC),
    "account_reset_password_from_key": _form(Deed.READ_PUBLIC, "reset key"),
    "account_reset_password_from_key_done": _shown(Deed.READ_PUBLIC),
    "own:choose_password": _form(Deed.READ_PUBLIC),
    "own:enter_code": _form(Deed.READ_PUBLIC),
    "own:new_password": _form(Deed.READ_PUBLIC),
    "own:open_link": _shown(Deed.READ_PUBLIC, "code"),
    "notices:stop": _form(Deed.READ_PUBLIC, "letter"),
    "participants:register": _form(Deed.READ_PUBLIC),
    "participants:register_business": _form(Deed.READ_PUBLIC),
    "participants:kelurahan_choices": _shown(Deed.READ_PUBLIC),
    "participants:register_check": _form(Deed.READ_PUBLIC),
    "participants:register_receipt": _shown(Deed.READ_PUBLIC),
    "participants:receipt_card": _shown(Deed.READ_PUBLIC),
    "participants:register_forget": _sent(Deed.READ_PUBLIC),
    "participants:check_number": _form(Deed.READ_PUBLIC),
    "participants:check": _shown(Deed.READ_PUBLIC, "person"),
    "participants:privacy": _shown(Deed.READ_PUBLIC),
    "targets:progress": _shown(Deed.READ_PUBLIC),
    "targets:what_counts": _shown(Deed.READ_PUBLIC),
    "targets:progress_csv": _shown(Deed.READ_PUBLIC),
    "targets:progress_xlsx": _shown(Deed.READ_PUBLIC),
    "targets:region_progress": _shown(Deed.READ_PUBLIC, "region"),
    "targets:region_progress_csv": _shown(Deed.READ_PUBLIC, "region"),
    "targets:region_progress_xlsx": _shown(Deed.READ_PUBLIC, "region"),
    "targets:map_picture": _shown(Deed.READ_PUBLIC, "region"),
    "targets:chart_picture": _shown(Deed.READ_PUBLIC, "region"),
    "targets:bridge": _shown(Deed.READ_PUBLIC, "region"),
    "targets:find_region": _shown(Deed.READ_PUBLIC),
    "targets:bridge_file": _shown(Deed.READ_PUBLIC, "file"),
    "targets:reports": _shown(Deed.READ_PUBLIC),
    "targets:report": _shown(Deed.READ_PUBLIC, "report"),
    "targets:report_file": _shown(Deed.READ_PUBLIC, "report file"),
    "targets:report_pdf": _shown(Deed.READ_PUBLIC, "report"),
    "targets:help": _shown(Deed.READ_PUBLIC),
    "targets:help_permits": _shown(Deed.READ_PUBLIC),
    "targets:which_permit": _shown(Deed.READ_PUBLIC),
    "targets:help_steps": _shown(Deed.READ_PUBLIC),
    "targets:help_questions": _shown(Deed.READ_PUBLIC),
    "targets:help_impostors": _shown(Deed.READ_PUBLIC),
    "targets:api_progress": _shown(Deed.READ_PUBLIC),
    "api:schema": _shown(Deed.READ_PUBLIC),
    "api:docs": _shown(Deed.READ_PUBLIC),
    # Whoever has an account
    "landing": _shown(Deed.USE_ACCOUNT),
    "account_change_password": _form(Deed.USE_ACCOUNT),
    "account_set_password": _form(Deed.USE_ACCOUNT),
    "account_reauthenticate": _form(Deed.USE_ACCOUNT),
    "accounts:account": _shown(Deed.USE_ACCOUNT),
    "accounts:end_sessions": _sent_from_a_page(Deed.USE_ACCOUNT),
    "accounts:second_factor": _shown(Deed.USE_ACCOUNT),
    "accounts:add_app": _form(Deed.USE_ACCOUNT),
    "accounts:add_key": _form(Deed.USE_ACCOUNT),
    "accounts:recovery_codes": _form(Deed.USE_ACCOUNT),
    "accounts:remove_factor": _form(Deed.USE_ACCOUNT, "factor"),
    "administration": _form(Deed.ADMINISTER),
    # Participants
    "targets:my_steps": _shown(Deed.SEE_OWN),
    "targets:my_data": _shown(Deed.SEE_OWN),
    "targets:my_letters": _sent_from_a_page(Deed.SEE_OWN),
    "targets:my_contact": _form(Deed.SEE_OWN),
    "targets:my_business": _form(Deed.SEE_OWN),
    "targets:my_correction": _form(Deed.SEE_OWN, "own field"),
    "targets:my_copy": _shown(Deed.SEE_OWN),
    "targets:my_copy_file": _sent_from_a_page(Deed.SEE_OWN),
    "targets:my_erasure": _form(Deed.SEE_OWN),
    "targets:my_retraction": _sent_from_a_page(Deed.SEE_OWN, "own request"),
    # People
    "permits:people": _shown(Deed.LIST),
    "permits:export_people": _sent_from_a_page(Deed.LIST, "ending"),
    "permits:find_people": _sent_from_a_page(Deed.LIST),
    "permits:obstacles": _shown(Deed.LIST),
    "permits:person": _shown(Deed.SEE_PERSON, "person"),
    "permits:reveal": _sent_from_a_page(Deed.REVEAL_NIK, "person"),
    "permits:set_obstacle": _sent_from_a_page(Deed.NOTE_OBSTACLE, "waiting"),
    "permits:resolve_obstacle": _sent_from_a_page(Deed.NOTE_OBSTACLE, "obstacle"),
    "permits:duplicates": _shown(Deed.MERGE),
    "permits:compare": _form(Deed.MERGE, "pair"),
    "permits:tell_apart": _sent_from_a_page(Deed.MERGE, "pair"),
    "permits:unmerge": _form(Deed.MERGE, "gone"),
    "own:hand_out_link": _form(Deed.HAND_OUT_CODE, "person"),
    "targets:data_requests": _shown(Deed.DECIDE_CORRECTION),
    "targets:data_request": _form(Deed.DECIDE_CORRECTION, "request"),
    "targets:ask_for_person": _shown(Deed.ASK_FOR_PERSON, "waiting"),
    "targets:ask_end_for_person": _form(Deed.ASK_FOR_PERSON, "waiting"),
    "targets:ask_correction_for_person": _form(Deed.ASK_FOR_PERSON, "question"),
    "targets:correct_contact": _form(Deed.ASK_FOR_PERSON, "waiting"),
    "targets:person_steps": _form(Deed.RECORD_STEP, "person"),
    "targets:undo_person_step": _form(Deed.RECORD_STEP, "step"),
    "targets:training_sessions": _shown(Deed.RUN_TRAINING),
    "targets:plan_session": _form(Deed.RUN_TRAINING),
    "targets:training_session": _shown(Deed.RUN_TRAINING, "session"),
    "targets:change_session": _form(Deed.RUN_TRAINING, "session"),
    "targets:steps": _form(Deed.RUN_TRAINING),
    "targets:attendance_template": _shown(Deed.RUN_TRAINING),
    "targets:attendance_list": _shown(Deed.RUN_TRAINING, "list"),
    "targets:choose_attendance": _sent_from_a_page(Deed.RUN_TRAINING, "list"),
    "targets:add_to_attendance": _form(Deed.RUN_TRAINING, "list"),
    "targets:record_attendance": _sent_from_a_page(Deed.RUN_TRAINING, "list"),
    "targets:discard_attendance": _sent_from_a_page(Deed.RUN_TRAINING, "list"),
    # Permits
    "permits:permits": _shown(Deed.LIST),
    "permits:export_permits": _sent_from_a_page(Deed.LIST, "ending"),
    "permits:export_obstacles": _sent_from_a_page(Deed.LIST, "ending"),
    "permits:permit": _shown(Deed.SEE_PERMIT, "permit"),
    "permits:correct": _form(Deed.CHANGE_PERMIT, "permit"),
    "permits:change": _form(Deed.CHANGE_PERMIT, "deed"),
    "permits:imports": _form(Deed.IMPORT_PERMITS),
    "permits:import_template": _shown(Deed.IMPORT_PERMITS),
    "permits:import_preview": _shown(Deed.IMPORT_PERMITS, "import"),
    "permits:import_columns": _form(Deed.IMPORT_PERMITS, "import to match"),
    "permits:import_check": _sent_from_a_page(Deed.IMPORT_PERMITS, "import"),
    "permits:import_record": _sent_from_a_page(Deed.IMPORT_PERMITS, "import"),
    "permits:import_discard": _sent_from_a_page(Deed.IMPORT_PERMITS, "import"),
    "permits:import_problems": _shown(Deed.IMPORT_PERMITS, "import"),
    "targets:workbench": _form(Deed.WORK_AT_DESK),
    "targets:register": _form(Deed.REGISTER_PERSON),
    "targets:open_outside": _sent_from_a_page(Deed.OPEN_OUTSIDE),
    "targets:record": _form(Deed.RECORD_PERMIT, "waiting"),
    "targets:undo": _sent_from_a_page(Deed.RECORD_PERMIT, "permit"),
    # Figures
    "targets:lines": _shown(Deed.OPEN_FIGURES, "region"),
    "targets:lines_file": _shown(Deed.OPEN_FIGURES, "file"),
    "targets:further_papers": _shown(Deed.OPEN_FIGURES, "region"),
    "targets:further_papers_file": _shown(Deed.OPEN_FIGURES, "file"),
    "targets:weekly_sheet": _shown(Deed.OPEN_FIGURES, "region"),
    "targets:pgo": _shown(Deed.SEE_BOARD),
    "targets:region_pgo": _shown(Deed.SEE_BOARD, "region"),
    "targets:board_file": _shown(Deed.SEE_BOARD, "file"),
    "targets:comparison": _shown(Deed.SEE_BOARD),
    "targets:region_comparison": _shown(Deed.SEE_BOARD, "region"),
    "targets:alarms": _form(Deed.CHECK_PERMITS),
    "targets:alarms_file": _shown(Deed.CHECK_PERMITS, "ending"),
    "targets:draw_sample": _form(Deed.CHECK_PERMITS),
    "targets:sample": _shown(Deed.CHECK_PERMITS, "sample"),
    "targets:sample_file": _shown(Deed.CHECK_PERMITS, "sample file"),
    "targets:check_sampled": _form(Deed.CHECK_PERMITS, "drawn"),
    "targets:goals": _shown(Deed.SEE_TARGETS),
    "targets:region_goals": _shown(Deed.SEE_TARGETS, "region"),
    "targets:goal_sharing": _shown(Deed.SEE_TARGETS),
    "targets:goal_file": _form(Deed.SET_TARGET),
    "targets:goal_file_csv": _shown(Deed.SET_TARGET),
    "targets:goal_file_xlsx": _shown(Deed.SET_TARGET),
    "targets:take_over_goals": _sent_from_a_page(Deed.SET_TARGET),
    "targets:assign_goal": _form(Deed.SET_TARGET, "region"),
    "targets:share_out_goals": _form(Deed.SHARE_OUT_TARGETS),
    "targets:reconciliation": _form(Deed.RECONCILE),
    "targets:register_result": _shown(Deed.RECONCILE, "register"),
    "targets:register_file": _shown(Deed.RECONCILE, "register file"),
    "targets:match_register_columns": _sent_from_a_page(Deed.RECONCILE, "register"),
    "targets:go_on_matching": _sent_from_a_page(Deed.RECONCILE, "register"),
    "targets:match_register_again": _sent_from_a_page(Deed.RECONCILE, "register"),
    "targets:settle_register_row": _sent(Deed.RECONCILE, "row"),
    "targets:take_over_all": _sent_from_a_page(Deed.RECONCILE, "register"),
    "targets:publish": _form(Deed.PUBLISH),
}

FOR_A_TOKEN: dict[str, Route] = {
    "permits_api:permits": Route(Deed.SEE_PERMIT, "", "GET POST"),
    "permits_api:permit": Route(Deed.SEE_PERMIT, "permit"),
    "permits_api:revoke": Route(Deed.REVOKE_PERMIT, "permit", "POST"),
}

OF_ADMINISTRATORS = "admin:"
"""Django's own pages of administration, all of them: Deed.ADMINISTER. admin/login/ is a door to /masuk/ for anybody."""
