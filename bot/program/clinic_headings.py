"""Pure: the headings by which columns of a calendar and fields of a clinic's page are known."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from bot.program.clinics import ClinicState

_COLUMNS = {
    "topic": "what|topic|title|clinic|learning clinic|subject|theme|session|session title|event|name"
    "|qué|tema|título|clínica|clínica de aprendizaje|sesión|asunto"
    "|quoi|sujet|thème|titre|clinique|atelier|séance"
    "|o quê|o que|assunto|sessão"
    "|الموضوع|العنوان|ماذا|العيادة|عيادة التعلم|الجلسة",
    "when": "when|date and time|date & time|date/time|day and time|schedule"
    "|cuándo|fecha y hora|día y hora|horario|quand|date et heure|jour et heure|horaire"
    "|quando|data e hora|data e horário|dia e hora|متى|التاريخ والوقت|الموعد|اليوم والساعة",
    "date": "date|day|fecha|día|jour|data|dia|التاريخ|اليوم",
    "time": "time|hour|hours|start|start time|hora|heure|heures|horário|início|الوقت|الساعة",
    "length": "duration|length|duración|durée|duração|المدة",
    "sharers": "who|sharer|sharers|speaker|speakers|facilitator|facilitators|trainer|trainers|presenter"
    "|presenters|host|hosts|led by|quién|quiénes|ponente|ponentes|facilita|facilitan|facilitadora"
    "|facilitadores|comparte|comparten|qui|intervenant|intervenants|intervenante|intervenantes|animé par"
    "|partage|quem|palestrante|palestrantes|ministrante|partilha|compartilha|facilitador"
    "|من|المتحدث|المتحدثون|الميسر|الميسرون|المشاركون بالخبرة|مقدم الجلسة",
    "organisers": "organiser|organisers|organizer|organizers|organised by|coordination|coordinator"
    "|organiza|organizan|organizadora|organizadores|coordina|organisateur|organisateurs|organisatrice"
    "|organisé par|organizador|organização|coordenação|المنظم|المنظمون|التنظيم",
    "language": "main language|language|spoken language|languages|idioma principal|idioma|lengua|idiomas"
    "|langue principale|langue|langues|língua principal|língua|línguas|اللغة الرئيسية|اللغة|اللغات",
    "interpretation": "interpretation|interpreters|interpreter|interpreting|interpretation into"
    "|interpretación|intérpretes|intérprete|interprétation|interprètes|interprète"
    "|interpretação|الترجمة الفورية|الترجمة|المترجمون|المترجمون الفوريون",
    "registration": "register|register here|registration|registration link|link|join|inscripción|registro"
    "|inscríbete|enlace|enlace de registro|inscription|lien|lien d’inscription|lien d'inscription"
    "|inscrição|inscrever-se|registo|ligação|link de inscrição|التسجيل|سجل هنا|الرابط|رابط التسجيل",
    "signup_list": "sign-up list|signup list|sign up list|participants|list|lista de inscripción"
    "|lista de participantes|participantes|liste d’inscription|liste d'inscription|liste des participants"
    "|lista de inscrição|lista|قائمة المشاركين|قائمة التسجيل|المشاركون",
    "recordings": "recording|recordings|video|videos|grabación|grabaciones|vídeo|vídeos"
    "|enregistrement|enregistrements|vidéo|vidéos|gravação|gravações|link or recording"
    "|التسجيلات|تسجيل الجلسة|الفيديو|تسجيل",
    "slides": "slides|slide deck|presentation|presentations|diapositivas|presentación|diaporama"
    "|diapositives|présentation|slides and materials|apresentação|diapositivos|الشرائح|العرض التقديمي",
    "feedback": "feedback|survey|feedback form|encuesta|opinión|comentarios|enquête|avis|questionnaire"
    "|inquérito|pesquisa|avaliação|الاستبيان|التقييم|الآراء",
    "state": "state|status|estado|état|statut|situação|الحالة",
}

_STATES = {
    ClinicState.PLANNED: "planned|tentative|proposed|draft|planificada|planificado|propuesta|provisional"
    "|prevista|previsto|prévue|prévu|planifiée|provisoire|proposée|planejada|planeada|planeado|provisória"
    "|proposta|مخطط|مخطط لها|مقترح|مبدئي",
    ClinicState.CONFIRMED: "confirmed|confirmada|confirmado|confirmée|confirmé|مؤكد|مؤكدة|done|held"
    "|realizada|terminée|realizado|منتهية|took place",
    ClinicState.CANCELLED: "cancelled|canceled|called off|cancelada|cancelado|anulada|annulée|annulé"
    "|ملغاة|ملغى|ألغيت|أُلغيت|ملغي",
    ClinicState.MOVED: "moved|postponed|rescheduled|new date|aplazada|pospuesta|reprogramada|trasladada"
    "|reportée|déplacée|décalée|adiada|remarcada|reagendada|transferida|مؤجلة|مؤجل|أجلت|نُقلت|نقلت|أُجلت",
}

_PAST = (
    "past|past clinics|past learning clinics|previous|previous clinics|earlier clinics|archive|completed"
    "|finished|held|done|recordings|pasadas|clínicas pasadas|anteriores|clínicas anteriores|realizadas"
    "|archivo|finalizadas|passées|cliniques passées|précédentes|cliniques précédentes|passés|terminées"
    "|archives|passadas|clínicas passadas|clínicas anteriores|realizadas|arquivo|encerradas"
    "|السابقة|العيادات السابقة|الماضية|العيادات الماضية|الأرشيف|المنتهية|سابقة|عيادات سابقة"
)

_CONFIRMED = "confirmed|confirmada|confirmado|confirmée|confirmé|مؤكد|مؤكدة|أكد|أكدت|done"
_YES = "yes|sí|oui|sim|نعم|ok"
_NO = (
    "no|none|not|never|cancelled|canceled|off|ninguna|ninguno|sin|cancelada|cancelado|anulada|aucune|aucun|non"
    "|pas|sans|annulée|annulé|nenhuma|nenhum|não|sem|لا|ليس|ليست|غير|بدون|لم|لا يوجد|لا توجد|ملغاة|ألغيت"
)
_WANTED = (
    "needed|wanted|missing|open|looking for|tbc|tbd|to be confirmed|to be found|?|se busca|se necesita|falta"
    "|por confirmar|recherché|recherchée|cherché|manque|à confirmer|procura-se|precisa-se|a confirmar"
    "|unconfirmed|sin confirmar|مطلوب|مطلوبة|لم يؤكد|غير مؤكد|يحدد لاحقا"
)

CLINIC_HEADINGS: Mapping[str, tuple[str, ...]] = {
    column: tuple(names.split("|")) for column, names in _COLUMNS.items()
}
"""Known headings by column, in English, Spanish, Arabic, French and Portuguese; settings add to them."""

STATE_WORDS: Mapping[str, ClinicState] = {
    word: state for state, words in _STATES.items() for word in words.split("|")
}
PAST_HEADINGS = frozenset(_PAST.split("|"))
CONFIRMED_WORDS = frozenset(_CONFIRMED.split("|"))
YES_WORDS = frozenset(_YES.split("|"))
NO_WORDS = frozenset(_NO.split("|"))
WANTED_WORDS = frozenset(_WANTED.split("|"))

EVERY_COLUMN = tuple(CLINIC_HEADINGS)


def with_more(more: Mapping[str, Collection[str]]) -> dict[str, tuple[str, ...]]:
    """Give the known headings and those of the settings, by column."""
    return {column: (*names, *more.get(column, ())) for column, names in CLINIC_HEADINGS.items()}
