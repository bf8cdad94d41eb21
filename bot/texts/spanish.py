"""The words in Spanish, without a form of address: what is read in Madrid as in Bogotá."""

from __future__ import annotations

from types import MappingProxyType
from typing import Final

from bot.core.facts import Standing
from bot.texts.catalogue import CommandWords, Noun, OptionWords, Texts

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
    day="{day} de {month} de {year}",
    # A point here is a comma there: the academies set a space, from five digits on.
    group="\u202f",
    grouped_from=10_000,
    share="{percent}\u00a0%",
    standing=MappingProxyType(
        {
            Standing.DOCUMENTED: "Documentado",
            Standing.REPORTED: "Informado",
            Standing.STATED: "Declarado",
            Standing.CLAIMED: "Alegado",
            Standing.DISPUTED: "Cuestionado",
        }
    ),
    standing_means=MappingProxyType(
        {
            Standing.DOCUMENTED: "La fuente remite a un documento o a datos.",
            Standing.REPORTED: "Es información propia de la fuente.",
            Standing.STATED: "Se dijo de forma pública y atribuible.",
            Standing.CLAIMED: "La fuente lo pone en duda o no puede confirmarlo.",
            Standing.DISPUTED: "La fuente recoge que otros lo contradicen.",
        }
    ),
    fact=Noun("hecho", "hechos"),
    unknown=Noun("incógnita", "incógnitas"),
    source=Noun("fuente", "fuentes"),
    topic=Noun("tema", "temas"),
    quote=Noun("cita", "citas"),
    sentence=Noun("oración", "oraciones"),
    problem=Noun("problema", "problemas"),
    asked="Pregunta: {question}",
    against="Lo que se dice en contra",
    more_against="{facts} más en contra: ver Relacionados.",
    more_quotes="{quotes} más: ver En contexto.",
    not_in_source="La fuente no lo dice.",
    nearest="Hecho más cercano",
    nearest_others="También cercanos",
    suggestion="¿Se refiere la pregunta a uno de estos hechos?",
    suggestion_note="Ninguno se acerca lo suficiente como para darlo por respuesta.",
    abstention="Ningún hecho de la base responde a eso.",
    abstention_topics="Temas que cubre la base:",
    abstention_empty="La base aún no contiene hechos.",
    context="En contexto",
    context_place="Párrafo {number} de {total} · caracteres {start} a {end}",
    context_quote="Cita {number} de {total}",
    context_hash="SHA-256 del texto: {sha256}",
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
    share_quoted="con cita el {share} de {sentences}",
    source_hash="SHA-256 {sha256}…",
    quoted_by="citada en {facts}",
    briefing="Resumen del {day}",
    briefing_late="Este resumen llega tarde: no pudo enviarse a su hora.",
    briefing_empty="La base no contiene hechos que contar hoy.",
    briefing_dropped="Sin espacio en este mensaje: {facts}.",
    briefing_button="{number} · En contexto",
    changes="La base se ha recargado",
    no_changes="Nada difiere de lo que ya se servía.",
    served="{facts} en servicio · revisión {revision}",
    added="Altas: {facts}",
    changed="Cambios: {facts}",
    removed="Bajas: {facts}",
    old="Antes",
    new="Ahora",
    fields="Difiere en: {fields}",
    others="{name}: altas {added}, cambios {changed}, bajas {removed}",
    vocabulary="El vocabulario ha cambiado.",
    and_more="… y {count} más.",
    problems="La base no se ha recargado: {problems}",
    problems_note="Sigue respondiendo la base que estaba en servicio.",
    refused="Eso no es posible.",
    failed="Algo ha fallado aquí, no en la pregunta. Si se repite, quien administra el bot necesita el id {error_id}",
    fact_gone="La base ya no contiene este hecho.",
    topic_gone="La base ya no contiene este tema.",
    foreign_button="Este botón es de otra versión del bot. Hay que preguntar de nuevo.",
    stale_command="Este comando ha cambiado. Hay que intentarlo de nuevo en un minuto o reiniciar Discord.",
    no_such_fact="Ningún hecho tiene este id. La lista que aparece al escribir ofrece los que hay.",
    may_not_write="Falta el permiso de escribir en este canal: no se ha compartido nada.",
    not_an_admin="Solo pueden recargar la base los administradores que nombra la configuración del bot.",
    reload_runs="Ya hay una recarga en curso. Hay que esperar su resultado.",
    prompt="? ",
    prompt_help=(
        "Preguntas sobre los {facts} de esta base. Un número abre un hecho de la lista; una línea vacía termina."
    ),
    not_listed="No hay ningún hecho con el número {number}; la última lista tiene {listed}.",
    nothing_asked='Falta una pregunta ("python -m bot ask …"), o --stdin para leer una de cada línea.',
    asked_twice="Una pregunta o --stdin, pero no ambas cosas.",
    show_button="Mostrar",
    share_button="Compartir",
    previous_button="Anterior",
    next_button="Siguiente",
    open_button="Abrir",
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
            "sources": CommandWords(name="fuentes", description="Ver los documentos citados en los hechos."),
            "reload": CommandWords(
                name="recargar",
                description="Cargar de nuevo la base de hechos desde sus archivos.",
            ),
        }
    ),
)
