"""The words in Spanish, without a form of address: what is read in Madrid as in Bogotá."""

from __future__ import annotations

from types import MappingProxyType
from typing import Final

from bot.core.factbase.diff import AnswerChange
from bot.core.knowledge.model import Standing
from bot.i18n.catalogue import CommandWords, NounForms, OptionWords, Texts

SPANISH: Final = Texts(
    months=(
        "enero",
        "febrero",
        "marzo",
        "abril",
        "mayo",
        "junio",
        "julio",
        "agosto",
        "septiembre",
        "octubre",
        "noviembre",
        "diciembre",
    ),
    date_format="{day} de {month} de {year}",
    # A point here is a comma there: the academies set a space, from five digits on.
    thousands_separator="\u202f",
    thousands_from=10_000,
    percent_format="{percent}\u00a0%",
    quotation="«{text}»",
    standing=MappingProxyType(
        {
            Standing.DOCUMENTED: "Documentado",
            Standing.REPORTED: "Informado",
            Standing.STATED: "Declarado",
            Standing.CLAIMED: "Alegado",
            Standing.DISPUTED: "Cuestionado",
        }
    ),
    standing_meaning=MappingProxyType(
        {
            Standing.DOCUMENTED: "La fuente remite a un documento o a datos.",
            Standing.REPORTED: "Es información propia de la fuente.",
            Standing.STATED: "Se dijo de forma pública y atribuible.",
            Standing.CLAIMED: "La fuente lo pone en duda o no puede confirmarlo.",
            Standing.DISPUTED: "La fuente recoge que otros lo contradicen.",
        }
    ),
    said_by=MappingProxyType(
        {
            Standing.DOCUMENTED: "{standing} por {who}",
            Standing.REPORTED: "{standing} por {who}",
            Standing.STATED: "{standing} por {who}",
            Standing.CLAIMED: "{standing} por {who}",
            Standing.DISPUTED: "{standing}, dicho por {who}",
        }
    ),
    disputed_by="cuestionado por {who} ›",
    disputed_by_others="cuestionado por {who} y otros ›",
    fact=NounForms("hecho", "hechos"),
    unknown=NounForms("incógnita", "incógnitas"),
    source=NounForms("fuente", "fuentes"),
    topic=NounForms("tema", "temas"),
    quote=NounForms("cita", "citas"),
    sentence=NounForms("oración", "oraciones"),
    problem=NounForms("problema", "problemas"),
    asked="Pregunta: {question}",
    against="Lo que se dice en contra",
    more_against="{facts} más en contra: ver Relacionados.",
    more_quotes="{quotes} más: ver En contexto.",
    not_in_source="La fuente no lo dice.",
    nearest="Hecho más cercano",
    nearest_others="También cercanos",
    suggestion="¿Se refiere la pregunta a uno de estos hechos?",
    suggestion_note="Ninguno se acerca lo suficiente como para darlo por respuesta.",
    suggestion_none_button="Ninguno de estos",
    suggestion_none="Gracias: ninguno de estos, entonces.",
    suggestion_none_noted="La pregunta queda anotada, sin nombre, como una a la que los hechos aún no responden.",
    suggestion_none_unnoted="No se ha podido anotar la pregunta: ya no se conserva o falla el almacén del bot.",
    abstention="Ningún hecho de la base responde a eso.",
    abstention_topics="Temas que cubre la base:",
    abstention_empty="La base aún no contiene hechos.",
    context="En contexto",
    context_place="Párrafo {number} de {total} · caracteres {start} a {end}",
    context_quote="Cita {number} de {total}",
    context_file="Archivo {file}, SHA-256 {sha256}…",
    context_base="Base de la revisión {revision}",
    context_proven="Comprobado al abrir: se halla una sola vez, carácter por carácter.",
    context_proven_beside=(
        "Comprobado al abrir: se halla una sola vez junto a las palabras que indican su lugar, carácter por carácter."
    ),
    context_other_text=(
        "Comprobado al abrir: **este no es el texto cuyo SHA-256 contiene la base.** El suyo es {sha256}…"
    ),
    context_missing="Comprobado al abrir: **el texto no contiene esta cita.**",
    context_elsewhere=(
        "Comprobado al abrir: **la cita no está donde dice la base.** Está en los caracteres {start} a {end}."
    ),
    context_repeated=(
        "Comprobado al abrir: **el texto contiene esta cita en {places} lugares.** Ninguno de ellos es seguro."
    ),
    passage_button="Abrir el párrafo {number} en la fuente",
    paragraph="párrafo {number}",
    related="Hechos relacionados",
    related_button="Relacionados",
    nothing_related="Ningún otro hecho guarda relación con este.",
    topics="Temas",
    no_topics="La base no contiene temas con hechos.",
    topic_choice="Elegir un tema",
    topic_choice_part="Elegir un tema ({part} de {parts})",
    no_facts="Aquí aún no hay hechos.",
    page="Página {page} de {pages}",
    sources="Fuentes",
    source_coverage="con cita el {share} de {sentences}",
    source_hash="SHA-256 {sha256}…",
    source_quoted="citada en {facts}",
    month_format="{month} de {year}",
    timeline="Cronología",
    timeline_range="del {first} al {last}",
    timeline_continued="{day}, continuación",
    timeline_undated="Sin fecha propia, y por eso fuera de esta lista: {facts}.",
    timeline_none="Ningún hecho de la base tiene fecha en ese tiempo. Sus fechas van del {first} al {last}.",
    timeline_no_dates="Ningún hecho de la base tiene aún fecha propia.",
    date_invalid="«{typed}» no es una fecha. Se escribe un día, un mes o un año, como {day}, {iso}, {month} o {year}.",
    range_reversed="Ese tiempo empezaría el {first} y acabaría antes, el {last}. Hay que intercambiarlos.",
    picture_light="Imagen clara",
    picture_dark="Imagen oscura",
    picture_alt="Cronología. {range}: {facts}.",
    picture_symbol="Un signo representa hasta {facts}.",
    who_says="Lo dice",
    who_named="Se nombra en el hecho",
    who_none="Ningún hecho de la base nombra a {name} ni se le atribuye.",
    who_unknown="La base no nombra a ninguna persona ni entidad «{typed}». Al escribir aparece una lista.",
    who_near="¿A quién se refiere «{typed}»?",
    who_other="«{name}» es en esta base un lugar o una cosa, no una persona o entidad. /preguntar busca sus hechos.",
    entity_gone="La base ya no contiene este nombre.",
    compare="Afirmaciones cuestionadas",
    compare_claim="La afirmación",
    compare_pick="Elegir una afirmación",
    compare_none="Ningún hecho de la base cuestiona otro.",
    compare_undisputed="Nada en la base cuestiona esto: {statement}",
    compare_unmatched="Ninguna afirmación cuestionada se parece a «{typed}». Estas son todas.",
    compare_all_button="Todas las cuestionadas",
    dispute=NounForms("afirmación cuestionada", "afirmaciones cuestionadas"),
    dispute_gone="La base ya no contiene esta afirmación, o nada la cuestiona ahora.",
    may_not_share="Aquí las aplicaciones de una cuenta responden solo a quien las usa: no se ha compartido nada.",
    briefing="Resumen del {day}",
    briefing_late="Este resumen llega tarde: no pudo enviarse a su hora.",
    briefing_empty="La base no contiene hechos que contar hoy.",
    briefing_dropped="Sin espacio en este mensaje: {facts}.",
    briefing_button="{number} · En contexto",
    briefing_new="Nuevo",
    briefing_changed="Modificado",
    briefing_nothing_new="Desde el último resumen no hay hechos nuevos ni modificados.",
    briefing_cut="… abreviada · {place}",
    edition_facts="Hechos del resumen del {day}",
    edition_facts_button="Todos los hechos de hoy",
    edition_pick="Abrir un hecho",
    edition_gone="La base no contiene ahora ningún hecho de este resumen.",
    ask_button="Hacer una pregunta",
    question_form="Hacer una pregunta",
    question_label="La pregunta",
    question_hint="Con palabras propias",
    question_form_late="El formulario no se pudo abrir a tiempo. Hay que pulsar otra vez el botón o usar /preguntar.",
    schedules="Resúmenes de este servidor",
    no_schedules="Aquí no hay ningún resumen programado. Se programa con /resumen programar.",
    scheduled="{channel} recibe un resumen cada día.",
    schedule_line="Cada día a las {time} ({zone}), {facts}",
    replaced="Ocupa el lugar de: {schedule}.",
    next_edition="El próximo sale {moment} ({distance}), a las {time} en {zone}.",
    edition_sent="El del {day} ya se envió; un canal recibe uno al día.",
    schedule_by="programado por {user}",
    schedule_config="programado en la configuración del bot",
    schedule_unreadable=(
        "La programación no se puede leer ({reason}) y no se publica ningún resumen. Se puede volver a programar con "
        "/resumen programar o quitar con /resumen parar."
    ),
    last_edition="último envío: {edition}",
    not_sent_yet="aún sin envíos",
    paused="En pausa desde {moment}: {reason} Sigue por sí solo cuando eso se arregla.",
    paused_message=(
        "El resumen diario de {channel} en {guild} está en pausa: {reason} Sigue por sí solo cuando eso se arregla; "
        "/resumen estado muestra cómo está."
    ),
    obstacle_gone="el canal se ha borrado o el bot ya no está en su servidor.",
    obstacle_missing="al bot le faltan permisos allí: {permissions}.",
    obstacle_locked="el hilo está cerrado o archivado.",
    obstacle_refused="Discord rechaza allí sus mensajes.",
    stopped="{channel} ya no recibe resúmenes. Se programa de nuevo con /resumen programar.",
    not_scheduled="{channel} no tiene resumen; /resumen estado muestra los de este servidor.",
    preview_note="Solo para quien lo pide: lo que contaría el próximo resumen en {channel}.",
    not_a_manager="/resumen es solo para quienes pueden gestionar este servidor (Gestionar servidor).",
    only_in_server="Un resumen pertenece a un canal de un servidor: este comando se usa allí.",
    time_invalid="«{typed}» no es una hora. Se escribe con horas y minutos, como 08:00, 8.30 u 8 pm.",
    zone_unknown="Ninguna zona horaria se llama «{typed}». Al escribir aparece una lista de la que elegir.",
    zone_near="«{typed}» no designa una sola zona horaria. ¿Se trata de {names}?",
    facts_limits="Un resumen cuenta de {least} a {most} hechos, no {number}.",
    channel_foreign="Ese canal no es de este servidor. Hay que elegir uno de este servidor.",
    channel_kind="Un resumen va a un canal de texto, a uno de anuncios o a un hilo; ese canal no es ninguno de ellos.",
    bot_lacks="El bot aún no puede publicar en {channel}. Le falta allí: {permissions}.",
    permission=MappingProxyType(
        {
            "view_channel": "Ver canal",
            "send_messages": "Enviar mensajes",
            "send_messages_in_threads": "Enviar mensajes en hilos",
            "read_message_history": "Leer el historial de mensajes",
        }
    ),
    no_changes="Nada difiere de lo que ya se servía.",
    served="{facts} en servicio · revisión {revision}",
    added="Altas: {facts}",
    changed="Cambios: {facts}",
    removed="Bajas: {facts}",
    old="Antes",
    new="Ahora",
    changed_fields="Difiere en: {fields}",
    other_changes="{name}: altas {added}, cambios {changed}, bajas {removed}",
    vocabulary="El vocabulario ha cambiado.",
    and_more="… y {count} más.",
    dry_run="Qué cambiaría con una recarga",
    dry_rollback="Qué cambiaría al volver a la revisión {revision}",
    would_serve="{facts} · revisión {revision}, en lugar de {served}",
    kind_added="Alta",
    kind_changed="Cambio",
    kind_removed="Baja",
    calibration="La calibración de la búsqueda ha cambiado.",
    golden_changed="Las preguntas de control han cambiado.",
    golden_line="**Preguntas de control:** correctas {right} de {total}; en la base en servicio, {before}",
    asked_line=(
        "**Últimas preguntas ({questions}):** iguales {same}, con cambios {changed}, ahora sin respuesta "
        "{lost}, con respuesta nueva {gained}"
    ),
    asked_unread="No se han podido leer las últimas preguntas guardadas.",
    load_button="Poner en servicio",
    cancel_button="Cancelar",
    overview_button="Visión general",
    facts_button="Hechos ({count})",
    golden_button="Preguntas de control ({count})",
    asked_button="Preguntas ({count})",
    golden_wrong="mal, y antes bien",
    golden_still_wrong="mal, como antes",
    expected="Debe obtener",
    outcome_fact="el hecho {fact}",
    outcome_unknown="«La fuente no lo dice» ({unknown})",
    outcome_not_in_source="«La fuente no lo dice»",
    outcome_suggestion="una sugerencia: {facts}",
    outcome_abstention="ningún hecho",
    not_loadable="Esta base no se puede poner en servicio: {problems}",
    in_fact="hecho {fact}",
    loaded="La base está en servicio",
    loaded_unrecorded="No se ha podido guardar: tras un reinicio se servirán los archivos del disco.",
    rolled_back=(
        "Los archivos del disco quedan como están y tampoco se servirán tras un reinicio. Hay que "
        "corregirlos y usar /recargar."
    ),
    nothing_changed="Nada cambiaría: la revisión `{revision}` ya está en servicio, con los mismos archivos.",
    not_loaded="No se ha cargado nada. Sigue respondiendo la base que estaba en servicio.",
    dry_run_gone="Este ensayo ya no existe. Hay que usar el comando de nuevo.",
    files_changed=(
        "Los archivos han cambiado desde este ensayo: no se ha cargado nada. Hay que usar /recargar de nuevo."
    ),
    no_such_revision="No se guarda esa revisión. La lista que aparece al escribir ofrece las que hay.",
    status="Estado",
    status_serves="En servicio: {facts} · revisión {revision}",
    status_since="Carga: {moment} ({distance}), {how}",
    status_rolled_back="Se sirve en lugar de la revisión {revision}, que sigue en el disco.",
    disk_same="En disco: los mismos archivos.",
    disk_other="En disco: la revisión {revision}, que no está en servicio. /recargar muestra qué cambiaría.",
    disk_other_files="En disco: la misma revisión, con otra calibración u otros archivos. /recargar la carga.",
    disk_broken="En disco: {problems}; esa base no se puede servir. /recargar los enumera; el primero:",
    calibrated="Calibrada con esta revisión.",
    calibrated_earlier="Calibrada con la revisión {revision}: python -m bot calibrate la ajusta de nuevo.",
    not_calibrated="Sin calibrar: se usan los pesos de fábrica.",
    database_broken="Almacén: falla ({reason})",
    database_works="Almacén: funciona.",
    heartbeat_at="Último latido: {moment}",
    no_heartbeat="Último latido: aún ninguno",
    gateway_latency="Conexión con Discord: {milliseconds} ms",
    gateway_unmeasured="Conexión con Discord: aún sin medir",
    history="Historial de cargas",
    history_none="El almacén aún no contiene cargas.",
    history_served="en servicio",
    load_by="por {user}",
    load_unrecorded="en un momento desconocido: el almacén no lo registra",
    replayed=MappingProxyType(
        {
            AnswerChange.LOST: "ahora sin respuesta",
            AnswerChange.CHANGED: "cambia",
            AnswerChange.GAINED: "con respuesta nueva",
            AnswerChange.SAME: "igual",
        }
    ),
    load_how=MappingProxyType(
        {"start": "al arrancar", "reload": "con /recargar", "rollback": "con /administrar volver"}
    ),
    problems_note="Sigue respondiendo la base que estaba en servicio.",
    refused="Eso no es posible.",
    failed="Algo ha fallado aquí, no en la pregunta. Si se repite, quien administra el bot necesita el id {error_id}",
    fact_gone="La base ya no contiene este hecho.",
    topic_gone="La base ya no contiene este tema.",
    foreign_button="Este botón es de otra versión del bot. Hay que preguntar de nuevo.",
    stale_command="Este comando ha cambiado. Hay que intentarlo de nuevo en un minuto o reiniciar Discord.",
    restarting="El bot se está reiniciando. Hay que preguntar de nuevo en un minuto.",
    no_such_fact="Ningún hecho tiene este id. La lista que aparece al escribir ofrece los que hay.",
    may_not_write="Falta el permiso de escribir en este canal: no se ha compartido nada.",
    not_an_admin="Solo pueden recargar la base los administradores que nombra la configuración del bot.",
    reload_runs="Ya hay una recarga en curso. Hay que esperar su resultado.",
    prompt="? ",
    prompt_help=(
        "Preguntas sobre los {facts} de esta base. Un número abre un hecho de la lista; una línea vacía termina."
    ),
    not_listed="No hay ningún hecho con el número {number}; la última lista tiene {listed}.",
    question_missing='Falta una pregunta ("python -m bot ask …"), o --stdin para leer una de cada línea.',
    question_twice="Una pregunta o --stdin, pero no ambas cosas.",
    show_button="Mostrar",
    share_button="Compartir",
    previous_button="Anterior",
    next_button="Siguiente",
    open_button="Abrir",
    question=NounForms("pregunta", "preguntas"),
    question_group=NounForms("grupo", "grupos"),
    second=NounForms("segundo", "segundos"),
    day=NounForms("día", "días"),
    vote_up_button="Útil",
    vote_down_button="No es útil",
    vote_thanks="Gracias, el voto cuenta. El otro botón lo cambia.",
    vote_gone="Ya no se puede votar esta respuesta: su pregunta no se conserva.",
    vote_unsure="El almacén del bot no responde y puede que el voto no cuente. Conviene repetirlo en un minuto.",
    comment_form="El voto cuenta. ¿Qué falló?",
    comment_label="En pocas palabras, si se quiere",
    comment_hint="Pueden leerlo quienes administran el bot; el nombre no se guarda.",
    comment_thanks="Gracias. Pueden leerlo quienes administran el bot; el nombre no se guarda.",
    shared_button="Compartido",
    shared_already="Esto ya se ha compartido.",
    rate_limited="Van {questions} en un minuto y aquí no caben más. Se puede seguir en {seconds}.",
    help="Cómo preguntar",
    help_examples="Se pregunta con palabras propias mediante `/{ask}`. Por ejemplo:",
    help_own_words="Se pregunta con palabras propias mediante `/{ask}`.",
    help_outcomes="Qué se recibe",
    help_answer=(
        "**Una respuesta:** un hecho, quién lo dice y la cita que lo prueba. *{context}* muestra el lugar de la cita."
    ),
    help_not_in_source="**{outcome}** Lo deja abierto, y así quedó anotado en la base.",
    help_not_in_source_example="Así ocurre con «{question}»",
    help_suggestion="**{outcome}** Hechos que se acercan; ninguno se da por respuesta.",
    help_abstention="**{outcome}** El bot no inventa nada; nombra los temas que cubren los hechos.",
    help_commands="Comandos",
    factcheck="Comprobado con la base",
    factcheck_note=(
        "Lo que dice la fuente, no lo que es verdad. Se comparan palabras, números, fechas y nombres: conviene leer la "
        "cita."
    ),
    factcheck_empty="Este mensaje no tiene ninguna oración que se pueda comprobar.",
    factcheck_counted=MappingProxyType(
        {
            "supported": NounForms("respaldada", "respaldadas"),
            "claimed": NounForms("recogida como alegación", "recogidas como alegaciones"),
            "contradicted": NounForms("contradicha", "contradichas"),
            "not_covered": NounForms("sin cubrir", "sin cubrir"),
        }
    ),
    factcheck_supported="✓ Respaldada: lo dice la fuente.",
    factcheck_stated="✓ Respaldada: lo dice la fuente, como declaración de {attribution}.",
    factcheck_claimed="◐ La fuente lo recoge como alegación de {attribution}.",
    factcheck_disputed="◐ La fuente lo recoge como dicho por {attribution}; otros lo cuestionan.",
    factcheck_against="En contra, {attribution}: {statement}",
    factcheck_contradicted="✗ Contradicha: {differences}",
    factcheck_differs="dice {said} · la fuente dice {source}",
    factcheck_denies="dice «{word}» · la fuente lo afirma",
    factcheck_denied="lo afirma · la fuente dice «{word}»",
    factcheck_not_covered="○ Sin cubrir en la base",
    factcheck_question="una pregunta",
    factcheck_in_menu="{sentences} más en el menú de abajo.",
    factcheck_more="… y {sentences} más.",
    factcheck_unread="El mensaje es largo: {sentences} del final no se han comprobado.",
    factcheck_pick="Las demás oraciones",
    factcheck_missing='Falta un texto ("python -m bot support …"), o --stdin para leerlo de la entrada estándar.',
    factcheck_twice="Un texto o --stdin, pero no ambas cosas.",
    privacy="Qué guarda este bot",
    privacy_kept=(
        "**Durante {days}:** cada pregunta tal como se hizo, o el hecho de la propuesta elegida; qué recibió (una "
        "respuesta, una sugerencia, nada), si ninguno de los hechos sugeridos era el buscado, el primer hecho "
        "mostrado y la seguridad del bot; el servidor y la hora. Lo leen quienes administran el bot, para ver qué "
        "falta entre los hechos. Pasados {days} se borra, con sus votos."
    ),
    privacy_not_kept=(
        "**Nunca:** quién preguntó, en qué canal, lo que se escribe y no se envía, ni los mensajes comprobados con la "
        "base. Así nadie puede saber de quién es una pregunta, ni buscarla para borrarla: conviene no escribir en ella "
        "nada que no deban leer quienes administran el bot. Cuántas preguntas hace cada cual se cuenta durante un "
        "minuto, solo en memoria."
    ),
    privacy_votes=(
        "**Votos:** el voto sobre una respuesta se guarda sin nombre, bajo un código calculado con el id de usuario, "
        "el número de la pregunta y una clave secreta. Así cuenta una vez y se puede cambiar; los votos sobre dos "
        "respuestas no tienen nada en común. Solo quien tenga el archivo del bot, con la clave, podría comprobar si "
        "un voto es de cierta persona. Lo que se añade a un voto se guarda tal como se escribe. Todo ello se "
        "borra con la pregunta, y la clave con la última."
    ),
    privacy_others=(
        "**Mientras el bot funcione:** qué canales reciben un resumen y quién lo configuró, qué resúmenes se enviaron "
        "y quién cargó los hechos. El registro técnico del bot nombra el id de usuario cuando se rechaza una "
        "petición. Cuánto tiempo se guardan ese registro y las copias lo dicen quienes mantienen el bot."
    ),
    privacy_off=(
        "**Preguntas y votos:** no se guarda ninguno. Cuántas preguntas hace cada cual se cuenta durante un minuto, "
        "solo en memoria."
    ),
    unanswered="Preguntas sin respuesta",
    unanswered_none="Todas las preguntas que se conservan tuvieron respuesta.",
    unanswered_off="No se guardan preguntas: la configuración del bot tiene questions.keep_days en 0.",
    unanswered_latest="Son las últimas {questions}; las anteriores quedan fuera.",
    unanswered_button="Sin respuesta",
    unanswered_also="También: {wordings}",
    unanswered_last="la última, el {day}",
    unanswered_nearest="más cercano: {fact}",
    unanswered_outcomes=MappingProxyType(
        {
            "abstention": NounForms("sin hecho", "sin hecho"),
            "suggestion": NounForms("sugerencia", "sugerencias"),
            "declined": NounForms("sugerencia descartada", "sugerencias descartadas"),
            "not_in_source": NounForms("no está en la fuente", "no están en la fuente"),
        }
    ),
    export_button="Exportar",
    exported="{questions} sin respuesta, en una tabla.",
    exported_part="Las últimas {questions} sin respuesta, en una tabla; no caben más en un archivo aquí.",
    voted="Hechos con votos en contra",
    voted_none="Ningún hecho tiene votos en contra.",
    voted_button="Votos en contra",
    vote_counts="{down} en contra, {up} a favor",
    database_unreadable="El almacén del bot no puede leerse ahora; su registro tiene el motivo.",
    admins_only="Solo pueden verlo los administradores que nombra la configuración del bot.",
    commands=MappingProxyType(
        {
            "ask": CommandWords(
                name="preguntar",
                description="Hacer una pregunta. La respuesta es un hecho, con las palabras de su fuente.",
                options=MappingProxyType(
                    {
                        "question": OptionWords(
                            name="pregunta", description="Con palabras propias, o una de las propuestas"
                        )
                    }
                ),
            ),
            "help": CommandWords(name="ayuda", description="Cómo preguntar, con ejemplos, y qué se puede recibir."),
            "fact": CommandWords(
                name="hecho",
                description="Mostrar un hecho de la base con su prueba.",
                options=MappingProxyType(
                    {
                        "fact_id": OptionWords(
                            name="id", description="El id de un hecho; unas palabras bastan para encontrarlo"
                        )
                    }
                ),
            ),
            "topics": CommandWords(name="temas", description="Recorrer los hechos por temas."),
            "privacy": CommandWords(
                name="privacidad", description="Decir qué guarda este bot de las preguntas y durante cuánto tiempo."
            ),
            "Check against the base": CommandWords(
                name="Comprobar con la base",
                description="En el menú de un mensaje: lo que dice la fuente de cada una de sus oraciones.",
                menu=True,
            ),
            "sources": CommandWords(name="fuentes", description="Ver los documentos citados en los hechos."),
            "timeline": CommandWords(
                name="cronologia",
                description="Ver día por día los hechos que tienen fecha, con una imagen.",
                options=MappingProxyType(
                    {
                        "first": OptionWords(
                            name="desde", description="El primer día, como 15 de octubre de 2025; o un mes o un año"
                        ),
                        "last": OptionWords(name="hasta", description="El último día; o un mes o un año"),
                    }
                ),
            ),
            "who": CommandWords(
                name="quien",
                description="Ver los hechos que afirma una persona o entidad, o en los que se nombra.",
                options=MappingProxyType(
                    {"name": OptionWords(name="nombre", description="Un nombre, o como se le llame")}
                ),
            ),
            "compare": CommandWords(
                name="comparar",
                description="Ver una afirmación junto a lo que la cuestiona.",
                options=MappingProxyType(
                    {
                        "claim": OptionWords(
                            name="afirmación", description="Una afirmación; sin ella, todas las cuestionadas"
                        )
                    }
                ),
            ),
            "briefing": CommandWords(name="resumen", description="El resumen diario de un canal."),
            "briefing schedule": CommandWords(
                name="programar",
                description="Publicar cada día un resumen en un canal. Un canal recibe uno al día.",
                options=MappingProxyType(
                    {
                        "channel": OptionWords(name="canal", description="Dónde se publica"),
                        "time": OptionWords(name="hora", description="La hora de allí, como 08:00 u 8 pm"),
                        "timezone": OptionWords(name="zona", description="Una ciudad, como Madrid o Bogotá"),
                        "facts": OptionWords(name="hechos", description="Cuántos hechos cuenta (3)"),
                    }
                ),
            ),
            "briefing status": CommandWords(
                name="estado", description="Los resúmenes de este servidor y cuándo salen los próximos."
            ),
            "briefing stop": CommandWords(
                name="parar",
                description="Poner fin al resumen diario de un canal.",
                options=MappingProxyType(
                    {"channel": OptionWords(name="canal", description="El canal que no ha de recibir más")}
                ),
            ),
            "briefing preview": CommandWords(
                name="ensayo",
                description="Ver el próximo resumen, sin que lo vea nadie más.",
                options=MappingProxyType(
                    {"channel": OptionWords(name="canal", description="El canal del resumen (este)")}
                ),
            ),
            "admin": CommandWords(
                name="administrar", description="Lo que ven y hacen los administradores que nombra la configuración."
            ),
            "admin status": CommandWords(
                name="estado", description="La base en servicio, los archivos del disco, el almacén y la conexión."
            ),
            "admin history": CommandWords(
                name="historial", description="Qué bases se han cargado, cuándo y quién las cargó."
            ),
            "admin rollback": CommandWords(
                name="volver",
                description="Volver a una base cargada antes; primero muestra qué cambiaría.",
                options=MappingProxyType(
                    {"revision": OptionWords(name="revisión", description="Una de la lista, primero la más reciente")}
                ),
            ),
            "admin gaps": CommandWords(
                name="lagunas",
                description="Lo que se preguntó y quedó sin respuesta, y los hechos con votos en contra.",
                options=MappingProxyType({"export": OptionWords(name="exportar", description="Darlo todo como tabla")}),
            ),
            "reload": CommandWords(
                name="recargar",
                description="Cargar de nuevo la base de hechos; primero muestra qué cambiaría.",
            ),
        }
    ),
)
