"""The texts in Spanish. They are impersonal, so they suit readers in Spain and in Latin America."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar, Final

from bot.core.factbase.base import LoadStep
from bot.core.factbase.diff import AnswerChange
from bot.core.factcheck import Unchecked
from bot.core.knowledge.model import Standing
from bot.i18n.catalogue import CommandWords, NounForms, OptionWords
from bot.i18n.edits import SpanishEditTexts
from bot.i18n.en import Texts

_BASE: Final = OptionWords("base", "La base, si puede administrar varias")


class SpanishTexts(Texts):
    """All texts, in Spanish."""

    __slots__ = ()

    language = "es"
    months = tuple("enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre".split())
    date_format = "{day} de {month} de {year}"
    # The academies of Spanish recommend a space, from five digits on: points and commas differ by country.
    thousands_separator = "\u202f"
    thousands_from = 10_000
    percent_format = "{percent}\u00a0%"
    quotation = "«{text}»"
    standing: ClassVar[Mapping[Standing, str]] = {
        Standing.DOCUMENTED: "Documentado",
        Standing.REPORTED: "Informado",
        Standing.STATED: "Declarado",
        Standing.CLAIMED: "Alegado",
        Standing.DISPUTED: "Cuestionado",
    }
    standing_meaning: ClassVar[Mapping[Standing, str]] = {
        Standing.DOCUMENTED: "La fuente remite a un documento o a datos.",
        Standing.REPORTED: "Es información propia de la fuente.",
        Standing.STATED: "Se dijo de forma pública y atribuible.",
        Standing.CLAIMED: "La fuente lo pone en duda o no puede confirmarlo.",
        Standing.DISPUTED: "La fuente recoge que otros lo contradicen.",
    }
    translated = "texto traducido"
    derived_date = "{date} («{said}» en la cita)"
    said_by: ClassVar[Mapping[Standing, str]] = {
        Standing.DOCUMENTED: "{standing} por {who}",
        Standing.REPORTED: "{standing} por {who}",
        Standing.STATED: "{standing} por {who}",
        Standing.CLAIMED: "{standing} por {who}",
        Standing.DISPUTED: "{standing}, dicho por {who}",
    }
    attributions: ClassVar[Mapping[str, str]] = {
        "anonymous sources": "fuentes anónimas",
        "unnamed sources": "fuentes anónimas",
        "multiple unnamed sources": "varias fuentes anónimas",
        "several unnamed sources": "varias fuentes anónimas",
        "two unnamed sources": "dos fuentes anónimas",
        "sources familiar with the matter": "fuentes que conocen el asunto",
        "unnamed sources familiar with the matter": "fuentes anónimas que conocen el asunto",
        "two unnamed sources familiar with the matter": "dos fuentes anónimas que conocen el asunto",
        "multiple unnamed sources familiar with the matter": "varias fuentes anónimas que conocen el asunto",
        "unnamed officials": "funcionarios anónimos",
        "unnamed experts": "expertos anónimos",
        "unnamed legal experts": "juristas anónimos",
        "unnamed analysts": "analistas anónimos",
        "unnamed witnesses": "testigos anónimos",
        "officials": "funcionarios",
        "experts": "expertos",
        "legal experts": "juristas",
        "analysts": "analistas",
        "witnesses": "testigos",
        "residents": "vecinos",
        "the police": "la policía",
        "the government": "el gobierno",
        "the army": "el ejército",
        "the author": "quien firma el texto",
        "critics": "críticos",
        "the us military": "el ejército de Estados Unidos",
        "us officials": "funcionarios de Estados Unidos",
    }
    disputed_by = "cuestionado por {who} ›"
    disputed_by_others = "cuestionado por {who} y otros ›"
    fact = NounForms("hecho", "hechos")
    unknown = NounForms("incógnita", "incógnitas")
    source = NounForms("fuente", "fuentes")
    topic = NounForms("tema", "temas")
    quote = NounForms("cita", "citas")
    sentence = NounForms("frase", "frases")
    passage = NounForms("pasaje", "pasajes")
    problem = NounForms("problema", "problemas")
    name = NounForms("nombre", "nombres")
    golden_question = NounForms("pregunta de control", "preguntas de control")
    other_place = NounForms("otro lugar", "otros lugares")
    todo = NounForms("TODO", "TODO")
    draft = "BORRADOR"
    draft_unconfirmed = "sin confirmar por la redacción"
    draft_todos = "Quedan {todos}: {groups}"
    fact_todos = "Sin resolver en este hecho: {keys}"
    asked = "Pregunta: {question}"
    read_as = "Leído así: {repairs}"
    against = "Cuestionado por"
    more_against = "Hay {facts} más: ver Relacionados."
    more_quotes = "Hay {quotes} más: ver En contexto."
    not_in_source = "La fuente no lo dice."
    nearest = "Hecho más cercano"
    nearest_others = "Otros hechos cercanos"
    suggestion = "¿Se trata de uno de estos hechos?"
    suggestion_note = "Ninguno se acerca lo bastante como para ser la respuesta."
    suggestion_none_button = "Ninguno de estos"
    suggestion_none = "Gracias por avisar."
    suggestion_none_noted = "La pregunta ya está, sin ningún nombre, en la lista de preguntas sin respuesta."
    suggestion_none_unnoted = (
        "No se ha podido añadir la pregunta a las preguntas sin respuesta. Puede que haya caducado o que la base "
        "de datos no esté disponible."
    )
    abstention = "Ningún hecho responde a eso."
    abstention_topics = "Temas disponibles:"
    abstention_empty = "Todavía no hay hechos."
    context = "En contexto"
    context_place = "Párrafo {number} de {total} · caracteres {start} a {end}"
    context_quote = "Cita {number} de {total}"
    context_file = "Archivo {file}, SHA-256 {sha256}…"
    context_base = "Revisión {revision}"
    context_proven = "Recién comprobado: la cita aparece una sola vez, carácter por carácter."
    context_proven_beside = (
        "Recién comprobado: con las palabras que la rodean, la cita aparece una sola vez, carácter por carácter."
    )
    context_other_text = (
        "Recién comprobado: **el texto no coincide con el SHA-256 de la base de hechos.** El suyo es {sha256}…"
    )
    context_missing = "Recién comprobado: **la fuente no contiene esta cita.**"
    context_elsewhere = (
        "Recién comprobado: **la cita no está donde dice la base de hechos.** Está en los caracteres {start} a {end}."
    )
    context_repeated = "Recién comprobado: **la fuente contiene esta cita {places} veces,** y su lugar es incierto."
    passage_button = "Abrir el párrafo {number} en la fuente"
    paragraph = "párrafo {number}"
    related = "Hechos relacionados"
    related_button = "Relacionados"
    nothing_related = "No hay hechos relacionados."
    overview = "La historia en breve"
    overview_more = "Sin mostrar aquí: {topics}."
    topics = "Temas"
    no_topics = "Todavía no hay temas con hechos."
    topic_choice = "Elegir un tema"
    no_facts = "Aquí todavía no hay hechos."
    page = "Página {page} de {pages}"
    sources = "Fuentes"
    source_coverage = "citado el {share} de {sentences}"
    source_hash = "SHA-256 {sha256}…"
    source_quoted = "citada en {facts}"
    source_authors = "Por {authors}"
    source_published = "publicado el {date}"
    source_retrieved = "consultado el {date}"
    source_changed = "cambio visto el {date}"
    quote_changed = "con este texto desde el {date} como muy tarde"
    month_format = "{month} de {year}"
    timeline = "Cronología"
    timeline_range = "del {first} al {last}"
    timeline_continued = "{day}, continuación"
    timeline_undated = "No se muestran: {facts} sin fecha."
    timeline_none = "Ningún hecho tiene fecha en ese periodo. Las fechas van del {first} al {last}."
    timeline_no_dates = "Ningún hecho tiene fecha todavía."
    timeline_none_read = "Ningún hecho tiene fecha en ese periodo. Las fechas van del {first} al {last}. {read}"
    date_read = "«{typed}» se leyó como {day}. Para el {other}, se puede escribir {iso}."
    date_invalid = (
        "«{typed}» no es una fecha. Se puede escribir un día, un mes o un año, como {day}, {iso}, {month} o {year}."
    )
    range_reversed = "Ese periodo termina el {last}, antes de empezar el {first}. Hay que intercambiar las fechas."
    picture_light = "Imagen clara"
    picture_dark = "Imagen oscura"
    picture_alt = "Cronología. {range}: {facts}."
    picture_symbol = "Cada símbolo representa hasta {facts}."
    picture_limited = "Esta vez sin imagen: cada usuario recibe {count} nuevas por minuto."
    who_says = "Atribuidos a este nombre"
    who_named = "Mencionan este nombre"
    who_none = "Ningún hecho menciona a {name} ni se atribuye a ese nombre."
    who_unknown = "Ninguna persona ni organización se llama «{typed}». Al escribir aparece una lista para elegir."
    who_near = "¿A quién se refiere «{typed}»?"
    who_other = "«{name}» es un lugar o una cosa, no una persona ni una organización. /preguntar busca sus hechos."
    entity_gone = "Este nombre ya no está en la base de hechos."
    compare = "Afirmaciones cuestionadas"
    compare_claim = "La afirmación"
    compare_pick = "Elegir una afirmación"
    compare_none = "No hay afirmaciones cuestionadas."
    compare_undisputed = "Ningún hecho cuestiona esto: {statement}"
    compare_unmatched = "Ninguna afirmación cuestionada coincide con «{typed}». Estas son todas."
    compare_all_button = "Todas las cuestionadas"
    dispute = NounForms("afirmación cuestionada", "afirmaciones cuestionadas")
    correction = NounForms("corrección", "correcciones")
    posted_message = NounForms("mensaje publicado", "mensajes publicados")
    paraphrase = NounForms("paráfrasis", "paráfrasis")
    dispute_gone = "Esta afirmación ya no existe o ya no se cuestiona."
    may_not_share = (
        "En este servidor, las aplicaciones de una cuenta solo responden en privado: no se ha compartido nada."
    )
    briefing = "Resumen del {day}"
    briefing_late = "Este resumen llega tarde: no se pudo enviar a su hora."
    briefing_empty = "Hoy no hay hechos que contar."
    briefing_button = "{number} · En contexto"
    briefing_new = "Nuevo"
    briefing_changed = "Modificado"
    briefing_nothing_new = "Nada se ha añadido ni modificado desde el último resumen."
    briefing_cut = "… abreviada · {place}"
    briefing_against = "Cuestionado, véase {numbers}"
    briefing_against_by = "Cuestionado por {who}"
    briefing_disputes = "Cuestiona {numbers}"
    briefing_disputes_by = "Cuestiona una afirmación de {who}"
    edition_facts = "Más hechos que los del resumen del {day}"
    edition_facts_button = "Más hechos"
    edition_pick = "Abrir un hecho"
    edition_gone = "Ya no existe ninguno de estos hechos."
    edition_complete = "No hay más hechos que los de este resumen."
    ask_button = "Hacer una pregunta"
    question_label = "La pregunta"
    question_hint = "En lenguaje natural"
    question_form_late = "El formulario no se pudo abrir a tiempo. Hay que pulsar otra vez el botón o usar /preguntar."
    schedules = "Resúmenes de este servidor"
    no_schedules = "Todavía no hay resúmenes. Se programan con /resumen programar."
    scheduled = "{channel} recibe un resumen: {schedule}."
    schedule_days: ClassVar[Mapping[str, str]] = {
        "daily": "{facts} cada día",
        "weekdays": "{facts} de lunes a viernes",
        "monday": "{facts} cada lunes",
        "tuesday": "{facts} cada martes",
        "wednesday": "{facts} cada miércoles",
        "thursday": "{facts} cada jueves",
        "friday": "{facts} cada viernes",
        "saturday": "{facts} cada sábado",
        "sunday": "{facts} cada domingo",
    }
    schedule_at = "{days} a las {time}"
    schedule_short = "en versión corta"
    schedule_thread = "cada vez en un hilo nuevo"
    schedule_role = "con una mención de {role}"
    schedule_only_new = "solo si hay algo nuevo"
    schedule_role_gone = "El rol que menciona este resumen se ha eliminado. Prográmalo de nuevo con otro rol o sin él."
    replaced = "Sustituye a: {schedule}."
    next_edition = "Próximo resumen: {moment}, en tu hora. Sigue la hora de {zone}."
    edition_sent = "El resumen del {day} ya se envió. Cada canal recibe uno al día."
    schedule_by = "programado por {user}"
    schedule_config = "programado en la configuración del bot"
    schedule_fixed_zone = (
        "{zone} es una diferencia fija con UTC: donde hay horario de verano, este resumen llega una hora "
        "antes o después. Prográmalo de nuevo con un lugar."
    )
    schedule_unreadable = (
        "La programación no se puede leer ({reason}) y no se publica ningún resumen. Se puede volver a programar con "
        "/resumen programar o quitar con /resumen parar."
    )
    last_edition = "último envío: {edition}"
    not_sent_yet = "sin envíos todavía"
    paused = "En pausa desde {moment}: {reason} Se reanuda en cuanto se arregle."
    paused_message = (
        "El resumen de {channel} en {guild} está en pausa: {reason} Se reanuda en cuanto se arregle. Se "
        "puede consultar con /resumen estado."
    )
    obstacle_gone = "el canal se ha eliminado o el bot ya no está en su servidor."
    obstacle_missing = "al bot le faltan permisos: {permissions}."
    obstacle_locked = "el hilo está cerrado o archivado."
    obstacle_refused = "Discord rechaza allí los mensajes del bot."
    obstacle_tag = "el foro exige una etiqueta en cada publicación y el bot no pone ninguna."
    stopped = "{channel} ya no recibe resúmenes. Se puede volver a programar con /resumen programar."
    not_scheduled = "{channel} no tiene resumen. Los de este servidor se ven con /resumen estado."
    preview_note = "Vista previa del próximo resumen en {channel}. Nadie más puede verla."
    preview_thread = "Los hechos irían en un hilo nuevo llamado «{title}»:"
    preview_post = "Sería una publicación llamada «{title}»:"
    preview_skipped = "Nada se ha añadido ni modificado desde el último resumen, así que no se publicaría nada."
    not_a_manager = "Para usar este comando hace falta el permiso Gestionar servidor."
    only_in_server = "Este comando trata de los canales de un servidor. Hay que usarlo en uno."
    time_invalid = "«{typed}» no es una hora. Se escriben horas y minutos, como 08:00, 8.30 u 8 pm."
    zone_unknown = "Ninguna zona horaria se llama «{typed}». Al escribir aparece una lista para elegir."
    zone_near = "«{typed}» no es el nombre de una zona horaria. ¿Se trata de {names}?"
    zone_fixed = "«{typed}» no es la hora de un lugar. Al escribir aparece una lista para elegir uno."
    zone_fixed_near = (
        "«{typed}» es una diferencia con UTC, que la mayoría de los lugares cambia en verano. "
        "Escribe un lugar, como {names}."
    )
    facts_limits = "Un resumen puede tener de {least} a {most} hechos, no {number}."
    channel_foreign = "Ese canal no es de este servidor. Hay que elegir uno que lo sea."
    channel_kind = "Los resúmenes van a canales de texto o de anuncios, foros o hilos. Hay que elegir uno de ellos."
    thread_in_thread = "Un hilo no puede tener hilos. Hay que quitar la opción «hilo» o elegir el canal."
    forum_tag = (
        "{channel} exige una etiqueta por publicación y el bot no pone ninguna. Hay que quitar esa exigencia o elegir "
        "otro canal."
    )
    role_everyone = "El bot no menciona a todo el mundo. Hay que elegir otro rol o ninguno."
    role_not_yours = "No puedes mencionar {role} en {channel} y el bot no lo hace por ti. Hay que elegir otro rol."
    bot_lacks = "El bot aún no puede publicar en {channel}. Permisos que faltan: {permissions}."
    permission: ClassVar[Mapping[str, str]] = {
        "view_channel": "Ver canal",
        "send_messages": "Enviar mensajes",
        "send_messages_in_threads": "Enviar mensajes en hilos",
        "read_message_history": "Leer el historial de mensajes",
        "create_public_threads": "Crear hilos públicos",
        "mention_everyone": "Mencionar @everyone, @here y todos los roles",
    }
    no_changes = "No cambiaría nada."
    served = "{facts} en uso · revisión {revision}"
    added = "Altas: {facts}"
    changed = "Cambios: {facts}"
    removed = "Bajas: {facts}"
    old = "Antes"
    new = "Ahora"
    changed_fields = "Cambia: {fields}"
    other_changes = "{name}: altas {added}, cambios {changed}, bajas {removed}"
    vocabulary = "El vocabulario ha cambiado."
    and_more = "…y {count} más"
    dry_run = "Qué cambiaría con una recarga"
    dry_rollback = "Qué cambiaría al volver a la revisión {revision}"
    would_serve = "{facts} · revisión {revision}, en lugar de {served}"
    kind_added = "Alta"
    kind_changed = "Cambio"
    kind_removed = "Baja"
    calibration = "La calibración ha cambiado."
    golden_changed = "Las preguntas de control han cambiado."
    golden_line = "**Preguntas de control:** {right} de {total} correctas ({before} con los hechos en uso)"
    asked_line = "**Últimas {questions}:** {counts}"
    asked_unread = "No se han podido leer las últimas preguntas de la base de datos."
    load_button = "Cargar"
    cancel_button = "Cancelar"
    overview_button = "Visión general"
    corrections_line = "**Correcciones:** {corrections}. *Cargar* edita {messages}."
    corrections_unread = "No se pudieron contar los mensajes publicados: falló la base de datos."
    corrections_button = "Correcciones ({count})"
    correction_shown_in = "aparece en {messages}"
    correction_not_shown = "no aparece en ningún mensaje publicado que se conserve"
    correction_wording = "no es corrección: solo cambia la redacción"
    wording_menu = "Solo cambia la redacción: no es corrección"
    all_wording_button = "Ninguna es una corrección"
    no_wording_button = "Todas son correcciones"
    corrections_begin = "Se van a corregir {messages}, uno tras otro. /administrar estado muestra el avance."
    facts_button = "Hechos ({count})"
    golden_button = "Preguntas de control ({count})"
    asked_button = "Preguntas ({count})"
    golden_wrong = "incorrecta, antes correcta"
    golden_still_wrong = "sigue incorrecta"
    expected = "Se espera"
    outcome_fact = "el hecho {fact}"
    outcome_unknown = "«La fuente no lo dice» ({unknown})"
    outcome_not_in_source = "«La fuente no lo dice»"
    outcome_suggestion = "una sugerencia: {facts}"
    outcome_abstention = "ningún hecho"
    not_loadable = "Estos archivos no se pueden cargar: {problems}"
    in_fact = "hecho {fact}"
    loaded = "Base de hechos cargada"
    loaded_unrecorded = (
        "La base de datos no ha podido registrarlo. Tras un reinicio, el bot cargará los archivos del disco."
    )
    rolled_back = (
        "Los archivos del disco quedan como están, y el bot tampoco los cargará tras un reinicio. Hay que "
        "corregirlos y usar /recargar."
    )
    nothing_changed = "No cambiaría nada: la revisión `{revision}` ya está en uso, con los mismos archivos."
    not_loaded = "No se ha cargado nada. El bot sigue usando los mismos hechos."
    dry_run_gone = "Este ensayo ha caducado. Hay que usar el comando de nuevo."
    dry_run_overtaken = (
        "Después de este ensayo se cargaron otros hechos: no se ha cargado nada. Hay que usar el comando de nuevo."
    )
    files_changed = (
        "Los archivos han cambiado desde este ensayo: no se ha cargado nada. Hay que usar /recargar de nuevo."
    )
    no_such_revision = "Esa revisión no está guardada. Al escribir aparece una lista para elegir."
    revision_damaged = "Los archivos guardados de esa revisión están dañados y no se pueden cargar. Elige otra."
    status = "Estado"
    status_serves = "En uso: {facts} · revisión {revision}"
    status_since = "Carga: {moment} ({distance}), {how}"
    status_rolled_back = "Sustituye a la revisión {revision}, que sigue en el disco."
    disk_same = "En disco: los mismos archivos."
    disk_other = "En disco: la revisión {revision}, sin cargar. /recargar muestra qué cambiaría."
    disk_other_files = "En disco: la misma revisión, con otra calibración u otros archivos. Se cargan con /recargar."
    disk_broken = (
        "En disco: {problems}, así que estos archivos no se pueden cargar. /recargar muestra todos los problemas. "
        "El primero:"
    )
    calibrated = "Calibrada con esta revisión."
    calibrated_earlier = "Calibrada con la revisión {revision}. Se actualiza con el comando calibrate."
    not_calibrated = "Sin calibrar: se usan los pesos predeterminados."
    database_broken = "Base de datos: falla ({reason})"
    database_works = "Base de datos: funciona."
    heartbeat_at = "Último latido: {moment}"
    no_heartbeat = "Último latido: aún ninguno"
    gateway_latency = "Conexión con Discord: {milliseconds} ms"
    gateway_unmeasured = "Conexión con Discord: aún sin medir"
    server = NounForms("servidor", "servidores")
    shard = NounForms("fragmento", "fragmentos")
    status_edits = "Correcciones: {counts}"
    status_edits_none = "Correcciones: no hubo que editar ningún mensaje publicado."
    status_edits_done = "editados: {messages}"
    status_edits_pending = "por editar: {messages}"
    status_edits_skipped = "omitidos: {count} ({reason})"
    skip_reasons: ClassVar[Mapping[str, str]] = {
        "deleted": "borrados",
        "no channel": "canal borrado",
        "no permission": "falta el permiso",
        "refused": "rechazados por Discord",
    }
    status_version = "Versión {version}"
    status_running = "en marcha desde {moment} ({distance})"
    status_memory = "{megabytes} MB de memoria"
    processes = "Procesos"
    process_shards = "fragmentos {shards}"
    process_behind = "atrasado"
    process_silent = "sin señales, visto por última vez {moment}"
    process_not_connected = "sin conexión"
    history = "Historial de cargas"
    history_none = "Todavía no hay cargas registradas."
    history_served = "en uso"
    load_by = "por {user}"
    load_unrecorded = "en un momento desconocido (no consta en la base de datos)"
    replayed: ClassVar[Mapping[AnswerChange, str]] = {
        AnswerChange.LOST: "ya sin respuesta",
        AnswerChange.CHANGED: "con cambios",
        AnswerChange.GAINED: "con respuesta nueva",
        AnswerChange.SAME: "sin cambios",
    }
    load_how: ClassVar[Mapping[str, str]] = {
        "start": "al arrancar",
        "reload": "con /recargar",
        "rollback": "con /administrar volver",
        "edit": "por una edición",
    }
    problems_note = "El bot sigue usando los hechos que tiene."
    refused = "Eso no es posible."
    failed = (
        "Algo ha fallado por nuestra parte. Si se repite, conviene dar este ID a quien administra el bot: {error_id}"
    )
    fact_gone = "Este hecho ya no está en la base."
    base_broken = "Esta base no se puede cargar: {problems}."
    base_needed = "Hay varias bases que puede administrar, y este servidor no usa ninguna. Falta la opción base."
    base_not_yours = "No hay ninguna base «{typed}» que pueda administrar. Hay una lista que aparece al escribir."
    status_base = "Base de hechos:"
    status_bases = "cargadas: {used} de {all} bases"
    status_bases_broken = "no se pueden cargar: {names}"
    base_unavailable = (
        "Los hechos de este servidor no se pueden cargar ahora. Quienes administran el bot pueden ver el motivo."
    )
    base_loading = "Los hechos de este servidor se están cargando. Hay que intentarlo de nuevo en un momento."
    base_unknown = "Este servidor no tiene ninguna base «{typed}». Hay una lista que aparece al escribir."
    base_changed = "Este mensaje muestra hechos de otra base, que este servidor ya no usa. Hay que preguntar de nuevo."
    corrections = "Correcciones"
    corrections_none = "Todavía no se ha corregido nada."
    corrections_more = "…y {count} más: /correcciones"
    corrected_on = "Corregido el {dates}"
    corrected_back = "Cambió el {dates} y vuelve a decir lo mismo que aquí al principio"
    retired_on = "Retirado el {dates}"
    restored_on = "Restituido el {dates}"
    retired_unexplained = "Se quitó de la base sin indicar el motivo."
    quote_removed = "Esta cita se quitó."
    corrected_since = "⚠️ Corregido el {date}, después de este mensaje. Abajo, lo que dice el hecho hoy."
    reworded_since = "Redactado de otra forma desde este mensaje."
    said_then = "Decía: {old}"
    topic_gone = "Este tema ya no existe."
    foreign_button = "Este botón es de otra versión del bot. Hay que preguntar de nuevo."
    stale_command = "Este comando ha cambiado. Hay que intentarlo de nuevo en un minuto o reiniciar Discord."
    restarting = "El bot se está reiniciando. Hay que intentarlo de nuevo en un minuto."
    no_such_fact = "Ningún hecho tiene este ID. Al escribir aparece una lista para elegir."
    may_not_write = "Falta el permiso para escribir en este canal: no se ha compartido nada."
    not_an_admin = "Solo pueden recargar los hechos los administradores que figuran en la configuración del bot."
    reload_progress = "Se cargan los hechos"
    reload_steps: ClassVar[Mapping[str, str]] = {
        LoadStep.READ: "Leer los archivos y comprobar las citas",
        LoadStep.BUILT: "Preparar la búsqueda",
        LoadStep.EMBEDDED: "Preparar otros idiomas",
        LoadStep.COMPARED: "Comparar las respuestas con las actuales",
    }
    reload_runs = "Ya hay una recarga en curso. Hay que esperar su resultado."
    prompt = "? "
    prompt_help = "Preguntas sobre los {facts}. Un número abre un hecho de la lista; una línea vacía termina."
    prompt_examples = "Pregunta con tus propias palabras por los {facts}, por ejemplo:"
    not_listed = "No hay ningún hecho {number} en la última lista, que tiene {listed}."
    question_missing = 'Falta una pregunta ({program} ask "…"), o --stdin para leer una de cada línea.'
    question_twice = "Una pregunta o --stdin, pero no ambas cosas."
    show_button = "Abrir"
    share_button = "Compartir"
    shared_by = "Compartido por {user}"
    shared_asked = "pregunta: {question}"
    remove_button = "Retirar"
    cite = "Cita"
    cite_button = "Citar"
    cite_plain = "Texto sin formato"
    cite_markdown = "En Markdown"
    cite_checked = "cita comprobada el {date}"
    may_not_remove = "Solo puede retirarlo quien lo compartió o quien gestiona los mensajes de este canal."
    previous_button = "Anterior"
    next_button = "Siguiente"
    open_button = "Abrir"
    question = NounForms("pregunta", "preguntas")
    request = NounForms("petición", "peticiones")
    question_group = NounForms("grupo", "grupos")
    second = NounForms("segundo", "segundos")
    day = NounForms("día", "días")
    vote_up_button = "Útil"
    vote_down_button = "No es útil"
    vote_cast = "{vote} ✓"
    vote_thanks = "Gracias, el voto se ha registrado. Se puede cambiar con el otro botón."
    vote_gone = "Ya no se puede votar esta respuesta: su pregunta se ha borrado."
    vote_unsure = (
        "La base de datos no responde y puede que el voto no se haya contado. Hay que intentarlo de nuevo en un minuto."
    )
    comment_form = "Voto registrado. ¿Qué ha fallado?"
    comment_label = "En pocas palabras (opcional)"
    comment_hint = "Pueden leerlo quienes administran el bot. El nombre no se guarda."
    comment_thanks = "Gracias. Pueden leerlo quienes administran el bot. El nombre no se guarda."
    shared_button = "Compartido"
    shared_already = "Esto ya se ha compartido."
    rate_limited = "Se ha llegado al límite: {requests} en el último minuto. Se puede seguir dentro de {seconds}."
    help = "Cómo preguntar"
    help_examples = "Se pregunta con `/{ask}`, en lenguaje natural. Por ejemplo:"
    help_own_words = "Se pregunta con `/{ask}`, en lenguaje natural."
    help_mentions = "También se puede mencionar al bot en un mensaje o escribirle directamente."
    help_outcomes = "Qué se obtiene"
    help_answer = (
        "**Una respuesta:** un hecho, quién lo dice y la cita que lo prueba. *{context}* muestra de dónde sale la cita."
    )
    help_not_in_source = "**{outcome}** Se ha comprobado que la fuente lo deja abierto."
    help_not_in_source_example = "Por ejemplo: «{question}»"
    help_suggestion = "**{outcome}** Hechos que se acercan, pero no lo bastante como para ser la respuesta."
    help_abstention = "**{outcome}** El bot nunca inventa una respuesta: muestra los temas que cubre."
    help_desk = "*{ask}* pasa una pregunta a personas que pueden responderla."
    help_commands = "Comandos"
    help_factcheck = (
        "*{name}* dice de cada frase si la fuente la dice (respaldada), si la dice alguien en la fuente (alegada), si "
        "la fuente dice otra cosa (contradicha), si un hecho se acerca sin resolverla (relacionada) o si ningún hecho "
        "trata de ella (sin cubrir)."
    )
    ask_by_mention = "Menciona al bot y pregunta con tus propias palabras."
    ask_directly = "Pregunta con tus propias palabras."
    ask_examples = "Por ejemplo:"
    ask_more = "`/{help}` explica qué se obtiene y enumera los comandos."
    factcheck = "Contrastado con la base de hechos"
    factcheck_note = (
        "Esto muestra lo que dice la fuente, no lo que es verdad. Se comparan palabras, números, fechas, nombres y "
        "quién hace qué: conviene leer la cita."
    )
    factcheck_empty = "Este mensaje no tiene frases que comprobar."
    factcheck_counted: ClassVar[Mapping[str, NounForms]] = {
        "contradicted": NounForms("contradicha", "contradichas"),
        "claimed": NounForms("alegada", "alegadas"),
        "supported": NounForms("respaldada", "respaldadas"),
        "related": NounForms("relacionada", "relacionadas"),
        "not_covered": NounForms("sin cubrir", "sin cubrir"),
    }
    factcheck_supported = "✓ Respaldada: lo dice la fuente."
    factcheck_stated = "✓ Respaldada: la fuente lo recoge como declaración de {attribution}."
    factcheck_claimed = "◐ Alegada por {attribution}, según recoge la fuente."
    factcheck_disputed = "◐ Alegada por {attribution}, según recoge la fuente. Otros lo cuestionan."
    factcheck_against = "Cuestionado por {attribution}: {statement}"
    factcheck_contradicted = "✗ Contradicha: {differences}"
    factcheck_related = "≈ Relacionada: la base no lo resuelve. Lo más cercano:"
    factcheck_differing = "Qué difiere: {differences}"
    factcheck_unsaid = "la fuente no dice {said}"
    factcheck_qualified = "la fuente añade «{word}»"
    factcheck_roles = "la fuente da otro papel a {said}"
    factcheck_open = "Abrir hecho"
    factcheck_differs = "aquí dice {said}, pero la fuente dice {source}"
    factcheck_denies = "aquí dice «{word}», pero la fuente lo afirma"
    factcheck_denied = "aquí se afirma, pero la fuente dice «{word}»"
    factcheck_not_covered = "○ Sin cubrir en la base de hechos"
    factcheck_unchecked: ClassVar[Mapping[Unchecked, str]] = {
        Unchecked.QUESTION: "una pregunta",
        Unchecked.LANGUAGE: "sin comparar: solo se comparan frases en inglés",
        Unchecked.LENGTH: "sin comparar: demasiado larga",
    }
    factcheck_in_menu = "Hay {sentences} más en el menú de abajo."
    factcheck_more = "No se muestran: {sentences}."
    factcheck_unread = "El mensaje es demasiado largo: {sentences} del final sin comprobar."
    factcheck_pick = "Ver otra frase"
    factcheck_missing = 'Falta un texto ({program} factcheck "…"), o --stdin para leerlo de la entrada estándar.'
    factcheck_twice = "Un texto o --stdin, pero no ambas cosas."
    privacy = "Qué guarda este bot"
    privacy_kept = (
        "**Durante {days}:** cada pregunta tal como se envió, salvo si solo abre una página (el panorama, un "
        "nombre, las fuentes, la cronología o la ayuda), o el hecho elegido al escribir; el resultado (una "
        "respuesta, una sugerencia o nada); si ninguno de los hechos sugeridos era el buscado; el primer hecho "
        "mostrado y la confianza del bot; el servidor y la hora. Lo leen quienes administran el bot, para ver qué "
        "hechos faltan, y los hechos más buscados se sugieren primero. Pasados {days} se borra, con sus votos."
    )
    privacy_not_kept = (
        "**Nunca:** quién preguntó, en qué canal, lo que se escribe y no se envía, ni los mensajes que se "
        "comprueban con la base de hechos. Así nadie puede saber de quién es una pregunta ni buscarla para "
        "borrarla: conviene no escribir en ella nada que no deban leer quienes administran el bot. Cuánto usa el "
        "bot cada persona se cuenta durante un minuto, solo en memoria."
    )
    privacy_votes = (
        "**Votos:** cada voto se guarda sin nombre, con un código calculado a partir del ID de usuario, el número "
        "de la pregunta y una clave secreta. Así cuenta una sola vez, se puede cambiar y no se puede relacionar "
        "con los votos sobre otras respuestas. Solo quien tenga el archivo del bot, con la clave, podría comprobar "
        "si un voto es de cierta persona. Los comentarios se guardan tal como se escriben. Todo se borra con la "
        "pregunta, y la clave con la última."
    )
    privacy_shares = (
        "**Al compartir:** el mensaje compartido dice quién lo comparte y qué preguntó, y su botón *{remove}* lleva su "
        "ID de usuario. Todo eso está solo en Discord, hasta que se retira el mensaje. Durante {days} el bot guarda el "
        "número de la respuesta que se compartió, para que no se comparta dos veces."
    )
    privacy_posted = (
        "**Mensajes para todos:** durante {days} el bot guarda dónde están los hechos que se compartieron, sus "
        "respuestas a menciones y sus resúmenes, y qué hechos muestran, para poder corregirlos. No guarda con ellos a "
        "ningún usuario."
    )
    privacy_messages = (
        "**Mensajes:** el bot lee los mensajes directos que recibe y los que lo mencionan, y trata las preguntas que "
        "contienen como las de /preguntar, sin los nombres que mencionan. La respuesta a una mención la ve todo el "
        "canal. Los demás mensajes le llegan de Discord sin texto, y los ignora."
    )
    privacy_others = (
        "**Mientras el bot funcione:** qué canales reciben un resumen y quién lo programó, qué ha ajustado cada "
        "servidor, qué resúmenes se enviaron, quién cargó los hechos y, con cada edición, el ID y el nombre de su "
        "editor. El registro técnico del bot contiene los ID de usuario de quienes cargan o editan hechos, "
        "programan un resumen o cambian los ajustes de un servidor, y de quienes lo "
        "intentan sin permiso. No contiene nada de lo que escribe el público ni quién es. Quienes mantienen el bot "
        "deciden cuánto tiempo se guardan ese registro y las copias de seguridad."
    )
    privacy_desk = (
        "**La redacción:** una pregunta que se le lleva se guarda como las demás, sin el nombre. Con *{tell}* se "
        "guardan el ID de usuario y el canal hasta el aviso, o durante {days}. Con una respuesta se guarda el ID de su "
        "editor."
    )
    privacy_forget = (
        "`/{forget}` borra en el acto todo lo que se guarda de ti al leer: tus votos y lo que lleva tu ID de usuario."
    )
    privacy_off = (
        "**Preguntas y votos:** no se guarda ninguno. Cuánto usa el bot cada persona se cuenta durante un minuto, "
        "solo en memoria."
    )
    unanswered = "Preguntas sin respuesta"
    unanswered_none = "Todas las preguntas guardadas tuvieron respuesta."
    unanswered_off = "No se guardan preguntas: questions.keep_days es 0 en la configuración del bot."
    unanswered_latest = "Solo se incluyen las últimas {questions}."
    unanswered_button = "Sin respuesta"
    unanswered_also = "También: {wordings}"
    unanswered_last = "última vez el {day}"
    unanswered_nearest = "más cercano: {fact}"
    unanswered_outcomes: ClassVar[Mapping[str, NounForms]] = {
        "abstention": NounForms("sin hecho", "sin hecho"),
        "suggestion": NounForms("sugerencia", "sugerencias"),
        "declined": NounForms("sugerencia descartada", "sugerencias descartadas"),
        "not_in_source": NounForms("no está en la fuente", "no están en la fuente"),
    }
    export_button = "Exportar"
    exported = "Tabla de {questions} sin respuesta."
    exported_part = "Tabla de las últimas {questions} sin respuesta. No caben más en un archivo aquí."
    voted = "Hechos marcados como no útiles"
    voted_none = "Ningún hecho se ha marcado como no útil."
    voted_button = "Marcados como no útiles"
    vote_counts = "no útil: {down}, útil: {up}"
    database_unreadable = "La base de datos no se puede leer ahora. El motivo está en el registro del bot."
    admins_only = "Solo pueden verlo los administradores que figuran en la configuración del bot."
    settings = "Ajustes de este servidor"
    settings_base = "Base de hechos:"
    settings_base_note = "Los hechos con que se responde aquí y se hacen los resúmenes. Se cambian con /ajustes base."
    settings_language = "Idioma"
    settings_language_note = (
        "De lo que ve todo el mundo: resúmenes, hechos compartidos y respuestas a menciones. Lo que ve una sola "
        "persona está en el idioma de su Discord."
    )
    settings_as_server = "El del servidor ({language})"
    settings_mentions = "Respuestas a los mensajes que mencionan al bot"
    settings_mentions_note = "Las ve todo el canal. Los comandos funcionan en todas partes."
    settings_off = "Desactivadas en todos los servidores: `mentions` es false en la configuración del bot."
    settings_scopes: ClassVar[Mapping[str, str]] = {
        "everywhere": "En todos los canales",
        "only": "Solo en los canales de abajo",
        "except": "En todos los canales menos los de abajo",
        "nowhere": "En ninguna parte",
    }
    settings_channels = "Elegir los canales"
    settings_briefings = "Resúmenes:"
    settings_briefings_note = "Se cambian con /resumen programar y /resumen parar."
    settings_no_briefings = "ningún canal recibe uno."
    forgotten = "Borrado: {deleted}."
    forgotten_nothing = "El bot no guarda nada de ti."
    forgotten_note = (
        "Las preguntas se guardan sin decir quién las hizo, así que nadie puede saber cuáles son tuyas. Se queda lo "
        "que hayas ajustado o cargado para un servidor, y lo que el bot ha publicado en Discord: esos mensajes se "
        "borran allí. El registro técnico y las copias de seguridad no cambian."
    )
    forgotten_failed = (
        "La base de datos no responde y puede que no se haya borrado nada. Hay que intentarlo de nuevo en un minuto."
    )
    wish = NounForms("deseo de recibir una respuesta", "deseos de recibir una respuesta")
    vote = NounForms("voto", "votos")
    follow_button = "Seguir"
    followed = "Ahora sigues {topics}."
    followed_note = (
        "Recibirás un mensaje directo cuando un hecho de estos temas sea nuevo, cambie o se retire, {pace}. Para eso "
        "se guarda tu ID de usuario hasta que dejes de seguir o uses `/{forget}`."
    )
    follow_paces: ClassVar[Mapping[str, str]] = {"daily": "una vez al día como mucho", "at_once": "en el acto"}
    follow_pace = "Recibes mensajes {pace}."
    follow_list = "Lo que sigues"
    follow_list_none = "No sigues nada. Se sigue un tema con `/{follow}`."
    follow_closed = (
        "En pausa desde el {day}: tus mensajes directos están cerrados para el bot. Ábrelos y pulsa «{again}»."
    )
    follow_again_button = "Volver a recibir mensajes"
    follow_stop_button = "Dejar: {topic}"
    follow_stop_all_button = "Dejar todo"
    follow_stop_pick = "Elegir temas para dejar de seguirlos"
    follow_stopped = "Ya no sigues {topics}."
    follow_stopped_all = "Ya no sigues nada, y tu ID de usuario ya no se guarda para eso."
    follow_not = "No sigues esto."
    follow_news = "Novedades de lo que sigues"
    follow_kinds: ClassVar[Mapping[str, str]] = {
        "new": "Nuevo",
        "changed": "Otra redacción",
        "corrected": "Corregido",
        "removed": "Retirado",
    }
    follow_before = "Antes: {statement}"
    follow_more = "Y {facts} más."
    follow_limit = "Se pueden seguir {most} temas como mucho. Antes hay que dejar uno con /seguir lista."
    follow_unknown = "No hay ningún tema «{typed}». Al escribir aparece una lista para elegir."
    privacy_follow = (
        "**Al seguir temas:** mientras sigues un tema se guardan tu ID de usuario, los temas, cada cuánto quieres "
        "mensajes y las novedades aún no enviadas; se borra todo al dejar de seguir."
    )
    followed_topic = NounForms("tema seguido", "temas seguidos")
    desk_ask_button = "Preguntar a la redacción"
    desk_card = "Una pregunta para la redacción"
    desk_states: ClassVar[Mapping[str, str]] = {"open": "Abierta", "answered": "Respondida", "dismissed": "Descartada"}
    desk_asked = "se ha hecho {times}"
    desk_first_asked = "por primera vez {when}"
    desk_decided_by = "{state} por {user}"
    desk_said = "Qué dijo el bot"
    desk_outcomes: ClassVar[Mapping[str, str]] = {
        "answer": "Una respuesta marcada como no útil:",
        "proposal": "Un hecho elegido al escribir y marcado como no útil:",
        "not_in_source": "La fuente no lo dice:",
        "suggestion": "Sugerencias, ninguna de ellas respuesta segura:",
        "declined": "Sugerencias, ninguna de ellas la buscada:",
        "abstention": "Ningún hecho responde a eso.",
    }
    desk_nearest = "Hechos más cercanos"
    desk_no_facts = "Ningún hecho se acerca."
    desk_answer = "Respuesta"
    desk_reason = "Motivo: {reason}"
    desk_dismiss_button = "Descartar"
    desk_dismiss = "Descartar la pregunta"
    desk_dismiss_label = "Motivo"
    desk_dismiss_hint = "Pueden leerlo quienes esperan la respuesta."
    desk_dismissed = "La pregunta se ha descartado."
    desk_sent = "La redacción tiene la pregunta."
    desk_sent_note = "Allí se ve sin el nombre de quien la hizo."
    desk_joined = "La redacción ya tenía esta pregunta. Ya se ha hecho {times}."
    desk_asked_already = "Ya se la has hecho a la redacción. Se ha hecho {times}."
    desk_tell_note = (
        "¿Quieres recibir un aviso cuando haya respuesta? Solo entonces se guarda tu ID de usuario: hasta el aviso o "
        "durante {days}. Llega como mensaje directo. *{here}* también permite al bot mencionarte en este canal si "
        "tienes cerrados los mensajes directos."
    )
    desk_tell_button = "Avisarme"
    desk_tell_here_button = "Avisarme, aquí si hace falta"
    desk_tell_noted = "Recibirás un mensaje directo. `/{forget}` borra este deseo."
    desk_tell_here_noted = (
        "Recibirás un mensaje directo o, si los tienes cerrados, una mención en este canal. `/{forget}` borra este "
        "deseo."
    )
    desk_told_answered = "La redacción ha respondido a tu pregunta."
    desk_told_unknown = "La redacción ha revisado tu pregunta: la fuente no lo dice."
    desk_told_dismissed = "La redacción ha cerrado tu pregunta sin respuesta."
    desk_told_why = "Recibes esto porque pediste un aviso. Tu ID de usuario ya no se guarda para eso."
    desk_told_button = "Ver la respuesta completa"
    desk_told_topics_button = "Ver qué cubren los hechos"
    desk_set = "Las preguntas para la redacción van ahora a {channel}."
    desk_stopped = "Este servidor ya no tiene redacción. Sus tarjetas se quedan y aún se pueden responder."
    desk_none = "Este servidor no tiene redacción. Se elige un canal con `/{set}`."
    desk_status = "La redacción de este servidor"
    desk_status_channel = "Las preguntas van a {channel}."
    desk_status_curators = "**Editores:** {names}"
    desk_status_no_curators = "**Editores:** ninguno. Se elige un rol con `/{curators}`."
    desk_curators_added = "{role} ya puede responder las preguntas de la redacción."
    desk_curators_removed = "{role} ya no puede responder las preguntas de la redacción."
    desk_off = "La redacción necesita guardar las preguntas: questions.keep_days es 0 en la configuración del bot."
    desk_missing = "Este servidor no tiene redacción."
    desk_question_gone = "Esta pregunta ya no está en la redacción."
    desk_question_decided = "Entretanto, esta pregunta se ha respondido o descartado."
    desk_limited = (
        "Has hecho {questions} a la redacción en la última hora, que es el límite. Se puede seguir dentro de {minutes}."
    )
    desk_full = (
        "La redacción ha recibido {questions} en la última hora, que es el límite. Se puede seguir dentro de {minutes}."
    )
    desk_unreachable = (
        "Ahora no se puede llegar a la redacción. Quien gestiona el servidor ve el motivo con /redaccion estado."
    )
    desk_late = (
        "La base de datos no responde y puede que la redacción no tenga la pregunta. Hay que intentarlo de nuevo en un "
        "minuto."
    )
    desk_vote_first = "Solo se puede llevar a la redacción una respuesta que has marcado como no útil."
    desk_channel_gone = "El canal de la redacción se borró. Se elige otro con /redaccion elegir."
    desk_everyone = "Con @everyone podría responder todo el mundo. Hay que elegir otro rol."
    edits = SpanishEditTexts()
    warning = NounForms("aviso", "avisos")
    text_line = NounForms("línea", "líneas")
    edit_gone = "Esta edición ya no está pendiente: se publicó, se canceló o ha caducado."
    edit_elsewhere = (
        "Otros servidores usan también estos hechos, así que aquí solo pueden editarlos los editores que "
        "nombra la configuración del bot."
    )
    edit_undone = "Esta edición ya está deshecha."
    entry_gone = "Ya no está en la base."
    not_a_curator = "Solo pueden hacerlo los editores de la redacción de este servidor."
    time = NounForms("vez", "veces")
    once = "una vez"
    minute = NounForms("minuto", "minutos")
    commands: ClassVar[Mapping[str, CommandWords]] = {
        "ask": CommandWords(
            "preguntar",
            "Hacer una pregunta. La respuesta es un hecho, con las palabras de la fuente.",
            options={"question": OptionWords("pregunta", "En lenguaje natural, o una de las sugerencias")},
        ),
        "help": CommandWords("ayuda", "Cómo preguntar, con ejemplos, y qué se puede obtener."),
        "overview": CommandWords("panorama", "La historia en breve: el hecho más importante de cada tema."),
        "fact": CommandWords(
            "hecho",
            "Ver un hecho y su prueba.",
            options={"fact_id": OptionWords("id", "El ID de un hecho; unas palabras bastan para encontrarlo")},
        ),
        "topics": CommandWords("temas", "Explorar los hechos por temas."),
        "privacy": CommandWords("privacidad", "Ver qué guarda este bot de las preguntas y durante cuánto tiempo."),
        "follow": CommandWords("seguir", "Recibir un mensaje directo cuando cambien los hechos de un tema."),
        "follow topic": CommandWords(
            "tema",
            "Seguir un tema: un mensaje directo si un hecho es nuevo, cambia o se retira.",
            options={
                "topic": OptionWords("tema", "Un tema; unas letras bastan para encontrarlo"),
                "pace": OptionWords("ritmo", "Cada cuánto como mucho (por defecto, una vez al día)"),
            },
            choices={"daily": "Una vez al día como mucho", "at_once": "En el acto"},
        ),
        "follow list": CommandWords("lista", "Ver lo que sigues y dejar de seguirlo."),
        "forget": CommandWords("olvidar", "Borrar en el acto todo lo que este bot guarda de ti."),
        "Check against the base": CommandWords(
            "Comprobar con la base",
            "En el menú de un mensaje: qué dice la fuente sobre cada una de sus frases.",
            menu=True,
        ),
        "sources": CommandWords("fuentes", "Ver los documentos que citan los hechos."),
        "timeline": CommandWords(
            "cronologia",
            "Ver día a día los hechos con fecha, con una imagen.",
            options={
                "first": OptionWords("desde", "El primer día, como 15 de octubre de 2025, o un mes o un año"),
                "last": OptionWords("hasta", "El último día, o un mes o un año"),
            },
        ),
        "who": CommandWords(
            "quien",
            "Ver los hechos que afirma una persona u organización, o que la mencionan.",
            options={"name": OptionWords("nombre", "Un nombre, o cómo se le llama")},
        ),
        "corrections": CommandWords(
            "correcciones",
            "Ver qué hechos se han corregido o retirado, los más recientes primero.",
        ),
        "compare": CommandWords(
            "comparar",
            "Ver una afirmación junto a los hechos que la cuestionan.",
            options={"claim": OptionWords("afirmación", "Una afirmación; sin ella, todas las cuestionadas")},
        ),
        "briefing": CommandWords("resumen", "El resumen de un canal."),
        "briefing schedule": CommandWords(
            "programar",
            "Publicar un resumen en un canal cada día, entre semana o una vez a la semana.",
            options={
                "channel": OptionWords("canal", "Dónde se publica"),
                "time": OptionWords("hora", "La hora local, como 08:00 u 8 pm"),
                "timezone": OptionWords("zona", "Una ciudad, como Madrid o Bogotá"),
                "facts": OptionWords("hechos", "Cuántos hechos tiene (por defecto, 3)"),
                "days": OptionWords("días", "Qué días (por defecto, cada día)"),
                "only_new": OptionWords("novedades", "Solo si hay algo nuevo (por defecto, no)"),
                "role": OptionWords("rol", "Un rol que se menciona (por defecto, ninguno)"),
                "thread": OptionWords("hilo", "Cada uno en un hilo nuevo (por defecto, no)"),
                "form": OptionWords("forma", "Con citas o en versión corta (por defecto, con citas)"),
            },
            choices={
                "daily": "Cada día",
                "weekdays": "De lunes a viernes",
                "monday": "Cada lunes",
                "tuesday": "Cada martes",
                "wednesday": "Cada miércoles",
                "thursday": "Cada jueves",
                "friday": "Cada viernes",
                "saturday": "Cada sábado",
                "sunday": "Cada domingo",
                "full": "Con citas",
                "short": "Versión corta",
            },
        ),
        "briefing status": CommandWords("estado", "Ver los resúmenes de este servidor y cuándo salen los próximos."),
        "briefing stop": CommandWords(
            "parar",
            "Detener el resumen de un canal.",
            options={"channel": OptionWords("canal", "El canal que deja de recibir resúmenes")},
        ),
        "briefing preview": CommandWords(
            "ensayo",
            "Ver el próximo resumen, sin que lo vea nadie más.",
            options={"channel": OptionWords("canal", "El canal del resumen (por defecto, este)")},
        ),
        "admin": CommandWords("administrar", "Herramientas para los administradores que figuran en la configuración."),
        "admin status": CommandWords(
            "estado",
            "Ver los hechos en uso, los archivos, la base de datos, la conexión y el proceso.",
            options={"base": _BASE},
        ),
        "admin history": CommandWords(
            "historial",
            "Ver qué revisiones se han cargado, cuándo y quién las cargó.",
            options={"base": _BASE},
        ),
        "admin rollback": CommandWords(
            "volver",
            "Volver a una revisión anterior. Antes se muestra qué cambiaría.",
            options={
                "revision": OptionWords("revisión", "Una de la lista, de la más reciente a la más antigua"),
                "base": _BASE,
            },
        ),
        "admin gaps": CommandWords(
            "lagunas",
            "Ver preguntas sin respuesta, las más frecuentes primero, y hechos marcados «no útil».",
            options={
                "export": OptionWords("exportar", "Obtener las preguntas como tabla"),
                "base": _BASE,
            },
        ),
        "settings": CommandWords(
            "ajustes",
            "Elegir el idioma de este servidor y dónde responde el bot a las menciones.",
            options={"base": OptionWords("base", "Los hechos con que se responde en este servidor")},
        ),
        "desk": CommandWords("redaccion", "La redacción: personas que responden lo que el bot no sabe."),
        "desk set": CommandWords(
            "elegir",
            "Elegir el canal o el foro donde se ven las preguntas para la redacción.",
            options={"channel": OptionWords("canal", "Un canal de texto o un foro")},
        ),
        "desk status": CommandWords(
            "estado", "Ver adónde van las preguntas, cuántas hay abiertas y quién puede responderlas."
        ),
        "desk stop": CommandWords("parar", "No admitir más preguntas para la redacción."),
        "desk curators": CommandWords(
            "editores",
            "Permitir a un rol responder las preguntas de la redacción, o dejar de permitirlo.",
            options={"role": OptionWords("rol", "Un rol; si se elige otra vez, se quita")},
        ),
        "reload": CommandWords(
            "recargar",
            "Volver a cargar los hechos de sus archivos. Antes se muestra qué cambiaría.",
            options={"base": _BASE},
        ),
    }


SPANISH: Final = SpanishTexts()
