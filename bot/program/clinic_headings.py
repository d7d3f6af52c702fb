"""Pure: the headings by which columns of a calendar and fields of a clinic's page are known."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from bot.program.clinics import ClinicState

_COLUMNS = {
    "topic": "what|topic|title|clinic|learning clinic|subject|theme|session|session title|event"
    "|clinic topic|qué|tema|título|clínica|clínica de aprendizaje|sesión|asunto|título de la sesión"
    "|tema de la clínica|quoi|sujet|thème|titre|intitulé|clinique|clinique d’apprentissage"
    "|clinique d'apprentissage|atelier|séance|o quê|o que|assunto|sessão|clínica de aprendizagem"
    "|título da sessão|tema da clínica|الموضوع|العنوان|ماذا|العيادة|عيادة التعلم|الجلسة|موضوع العيادة"
    "|موضوع الجلسة|عنوان العيادة|عنوان الجلسة|اسم الجلسة",
    "when": "when|date and time|date & time|date/time|day and time|schedule|cuándo|fecha y hora"
    "|día y hora|horario|quand|date et heure|jour et heure|horaire|quando|data e hora|data e horário"
    "|dia e hora|متى|التاريخ والوقت|الموعد|اليوم والساعة|التاريخ والساعة|اليوم والوقت|موعد العيادة"
    "|موعد الجلسة",
    "date": "date|day|fecha|día|jour|data|dia|التاريخ|اليوم",
    "time": "time|hour|hours|start|start time|hora|horas|hora de inicio|inicio|heure|heures"
    "|heure de début|début|horário|início|hora de início|الوقت|الساعة|التوقيت|وقت البدء",
    "length": "duration|length|duración|durée|duração|المدة|مدة الجلسة|مدة العيادة",
    "sharers": "who|sharer|sharers|speaker|speakers|facilitator|facilitators|trainer|trainers|presenter"
    "|presenters|host|hosts|led by|quién|quiénes|ponente|ponentes|facilita|facilitan|facilitadora"
    "|facilitadores|comparte|comparten|qui|intervenant|intervenants|intervenante|intervenantes|animé par"
    "|animateur|animatrice|animateurs|animatrices|formateur|formatrice|formateurs|partage|imparte"
    "|imparten|facilitadoras|expositor|expositora|expositores|oradora|oradores|orador|quem|palestrante"
    "|palestrantes|ministrante|partilha|compartilha|quem partilha|quem compartilha|facilitador"
    "|apresentador|apresentadora|formador|formadora|formadores|من|المتحدث|المتحدثون|الميسر|الميسرون"
    "|المشاركون بالخبرة|مقدم الجلسة|المتحدثة|المتحدثات|الميسرة|الميسرات|مقدمة الجلسة|مقدمو الجلسة|المدرب"
    "|المدربون|المحاضر|المحاضرون",
    "organisers": "organiser|organisers|organizer|organizers|organised by|coordination|coordinator"
    "|organiza|organizan|organizadora|organizadores|coordina|organización|organizado por|coordinación"
    "|coordinan|coordinador|coordinadora|coordinadores|equipo organizador|organisateur|organisateurs"
    "|organisatrice|organisé par|équipe d’organisation|équipe d'organisation|coordinateur|coordinatrice"
    "|coordinateurs|organizador|organização|coordenação|coordenador|coordenadora|coordenadores|المنظم"
    "|المنظمون|التنظيم|المنسق|المنسقون|فريق التنظيم|تنظيم",
    "language": "main language|language|spoken language|languages|idioma principal|idioma|lengua|idiomas"
    "|langue principale|langue|langues|língua principal|língua|línguas|lengua principal|lenguas"
    "|اللغة الرئيسية|اللغة|اللغات|لغة الجلسة|لغة العيادة",
    "interpretation": "interpretation|interpreters|interpreter|interpreting|interpretation into"
    "|interpretación|intérpretes|intérprete|interprétation|interprètes|interprète|interpretação"
    "|interpretação simultânea|tradução simultânea|interpretação para|interpretación simultánea"
    "|traducción simultánea|interpretación a|interprétation simultanée|traduction simultanée"
    "|interprétation vers|simultaneous interpretation|live interpretation|الترجمة الفورية"
    "|ترجمة فورية إلى|لغات الترجمة|لغات الترجمة الفورية|الترجمة|المترجمون|المترجمون الفوريون",
    "registration": "register|register here|sign up here|registration|registration link|link|join"
    "|inscripción|registro|inscríbete|inscríbete aquí|inscripciones|enlace de inscripción|enlace"
    "|enlace de registro|inscription|inscriptions|s’inscrire|s'inscrire|s’inscrire ici|s'inscrire ici"
    "|lien|lien d’inscription|lien d'inscription|inscrição|inscrições|inscrever-se|inscreva-se"
    "|inscreva-se aqui|registo|ligação|link de inscrição|التسجيل|سجل هنا|التسجيل هنا|الرابط|رابط التسجيل"
    "|رابط الجلسة",
    "signup_list": "sign-up list|signup list|sign up list|list of participants|list|lista de inscripción"
    "|lista de participantes|lista de inscritos|lista de inscripciones|liste d’inscription"
    "|liste d'inscription|liste des participants|liste des inscrits|lista de inscrição"
    "|lista de inscrições|lista|قائمة المشاركين|قائمة التسجيل|قائمة المسجلين",
    "recordings": "recording|recordings|video|videos|grabación|grabaciones|vídeo|vídeos|enregistrement"
    "|enregistrements|vidéo|vidéos|gravação|gravações|link or recording|التسجيلات|تسجيل الجلسة"
    "|تسجيل الفيديو|تسجيلات الفيديو|التسجيل المرئي|الفيديو|الفيديوهات",
    "slides": "slides|slide deck|presentation|presentations|diapositivas|presentación|diaporama"
    "|diapositives|présentation|slides and materials|apresentação|apresentações|diapositivos"
    "|presentaciones|présentations|الشرائح|العرض التقديمي",
    "feedback": "feedback|survey|feedback form|encuesta|opinión|evaluación|formulario de opinión|enquête"
    "|avis|questionnaire|évaluation|inquérito|pesquisa|avaliação|formulário de avaliação|استبيان"
    "|استطلاع الرأي|نموذج التقييم|الاستبيان|التقييم|الآراء",
    "state": "state|status|estado|état|statut|situação|الحالة|حالة العيادة",
}

_STATES = {
    ClinicState.PLANNED: "planned|tentative|proposed|draft|scheduled|planificada|planificado|propuesta"
    "|provisional|prevista|previsto|prévue|prévu|planifiée|provisoire|proposée|planejada|planejado"
    "|planeada|planeado|provisória|proposta|programada|programado|agendada|agendado|programmée|programmé"
    "|proposé|propuesto|proposto|مخطط|مخطط لها|مقررة|مقرر|مجدولة|مقترح|مقترحة|مبدئي|مبدئية",
    ClinicState.CONFIRMED: "confirmed|confirmada|confirmado|confirmée|confirmé|مؤكد|مؤكدة|تم التأكيد"
    "|تم تأكيدها|done|held|realizada|terminée|realizado|celebrada|celebrado|terminada|finalizada"
    "|finalizado|concluída|concluído|terminé|منتهية|انتهت|عقدت|took place|finished|completed",
    ClinicState.CANCELLED: "cancelled|canceled|called off|cancelada|cancelado|anulada|anulado|annulée"
    "|annulé|ملغاة|ملغى|ألغيت|ملغي|تم إلغاؤها|تم الإلغاء|لن تعقد",
    ClinicState.MOVED: "moved|postponed|rescheduled|new date|aplazada|aplazado|pospuesta|pospuesto"
    "|reprogramada|reprogramado|trasladada|reportée|reporté|déplacée|déplacé|décalée|décalé|adiada"
    "|adiado|remarcada|remarcado|reagendada|reagendado|transferida|مؤجلة|مؤجل|أجلت|تأجلت|تم تأجيلها"
    "|تم التأجيل|نقلت",
}

_PAST = (
    "past|past clinics|past learning clinics|previous|previous clinics|earlier clinics|archive|completed"
    "|finished|held|done|recordings|pasadas|clínicas pasadas|anteriores|clínicas anteriores|realizadas"
    "|clínicas realizadas|clínicas de aprendizaje pasadas|clínicas de aprendizaje anteriores"
    "|sesiones pasadas|sesiones anteriores|past sessions|previous sessions|archivo|finalizadas|passées"
    "|cliniques passées|précédentes|cliniques précédentes|passés|terminées|séances passées"
    "|séances précédentes|cliniques d’apprentissage passées|clínicas de aprendizagem passadas"
    "|clínicas de aprendizagem anteriores|sessões passadas|sessões anteriores|grabaciones"
    "|enregistrements|gravações|archives|passadas|clínicas passadas|arquivo|encerradas|السابقة"
    "|العيادات السابقة|الماضية|العيادات الماضية|عيادات التعلم السابقة|الجلسات السابقة|الأرشيف|المنتهية"
    "|سابقة|عيادات سابقة"
)

_CONFIRMED = "confirmed|confirmada|confirmado|confirmée|confirmé|مؤكد|مؤكدة|أكد|أكدت|done"
_YES = "yes|sí|oui|sim|نعم|ok"
_NO = (
    "no|none|not|never|cancelled|canceled|off|ninguna|ninguno|sin|cancelada|cancelado|anulada|aucune|aucun|non"
    "|pas|sans|annulée|annulé|nenhuma|nenhum|não|sem|لا|ليس|ليست|غير|بدون|لم|لا يوجد|لا توجد|ملغاة|ألغيت"
)
_WANTED = (
    "needed|wanted|missing|pending|not confirmed|unconfirmed|open|looking for|tbc|tbd|to be confirmed"
    "|to be found|?|se busca|se necesita|falta|por confirmar|sin confirmar|no confirmada|no confirmado"
    "|se buscan|pendiente|non confirmée|non confirmé|à pourvoir|não confirmada|não confirmado|em falta"
    "|pendente|recherché|recherchée|cherché|manque|à confirmer|procura-se|precisa-se|a confirmar|مطلوب"
    "|مطلوبة|لم يؤكد|لم تؤكد|غير مؤكد|غير مؤكدة|نبحث عن|بحاجة إلى|يحدد لاحقا"
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
