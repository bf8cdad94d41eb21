"""What curators read while they edit facts on Discord, in English and in Spanish."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar


class EditTexts:
    """The texts of the desk's repairs, in English. The names in `{…}` are the same in all languages."""

    __slots__ = ()
    it_is_fact_button = "It is this fact"
    not_said_button = "The source does not say"
    write_button = "Write a fact"
    edit_button = "Edit this fact"
    pick_fact = "Which fact answers it?"
    pick_fact_choice = "Choose the fact"
    pick_fact_none = "No fact comes close. Search for one with other words."
    search_button = "Search for a fact"
    search_label = "Words of the fact"
    pick_unknown = "What does the source leave open?"
    pick_unknown_choice = "Choose the unknown"
    pick_unknown_none = "The base has no unknown yet."
    new_unknown_button = "A new unknown"
    unknown_label = "What the source does not say"
    unknown_hint = "A sentence for readers, such as: The article does not name the storm."
    question_label = "The question, written for readers"
    statement_label = "Statement"
    statement_hint = "Your own sentence with absolute dates. It says no more than the quote proves."
    quote_label = "Exact quote"
    quote_hint = "Words of the source. If they are not exact, the nearest passage is offered."
    topic_label = "Topic"
    topic_hint = "The title of a topic; a new one is added."
    standing_label = "Standing"
    attribution_label = "Attribution"
    attribution_hint = "Who says it"
    phrasings_label = "Phrasings"
    phrasings_hint = "Other ways to ask, one on each line. Readers never see them."
    phrasing_form = "A phrasing"
    phrasing_label = "Phrasing"
    phrasing_hint = "Another way to ask. Readers never see it."
    card = "As readers will see it"
    preview = "What the edit would change"
    preview_load = "What loading the files on disk would change"
    preview_again = "The base has changed since you looked. This is what the edit would change now."
    preview_on_disk = "This also publishes what others have changed in the files on disk."
    answers = "“{question}” gets: {outcome}"
    no_warnings = "**check:** no new warnings"
    warnings = "**check:** {warnings} more than before"
    diff_cut = "… and {lines} more"
    publish_button = "Publish"
    publish_wording_button = "Publish without a correction"
    corrects = "**Corrections:** *Publish* edits {messages}, unless only the wording changes."
    corrects_none = "**Corrections:** no posted message has to be edited."
    paraphrases_dropped = "**Paraphrases:** *Publish* drops {paraphrases}, which said what the old statement said."
    quote_wrong = "No source has this quote as you typed it"
    quote_offer = "This is the nearest passage. ~~Struck through~~: what you typed. **Bold**: what the source says."
    quote_nowhere = "No passage is similar. Copy the words from the source and write it again."
    take_button = "Take this passage"
    again_button = "Write it again"
    broken = "With this edit, the files would have {problems}"
    refused = "This edit cannot be made"
    entry_changed = "`{entry}` has changed since you opened it"
    entry_changed_note = "Nothing was written. Open the fact again and edit it as it is now."
    entry_now = "As it is now"
    entry_wanted = "With your edit"
    lines_changed = (
        "The edit cannot be undone: later edits have changed its lines in {path}. Undo these first: {edits}."
    )
    lines_changed_disk = "The edit cannot be undone: its lines in {path} were changed since, outside of Discord."
    disk_differs = "The files on disk are not the ones in use"
    disk_differs_note = (
        "Somebody has changed them since they were loaded, and your edit overwrites nothing of that. Load them first "
        "and then try again; or make your edit on top of them, which publishes both."
    )
    disk_broken = "The files on disk have {problems}. Nothing can be edited until they are fixed."
    load_disk_button = "Load the files first"
    on_disk_button = "Edit on top of them"
    retry_button = "Try again"
    not_written = "Nothing was changed: the files could not be written. {reason}"
    overtaken = "Not published: somebody else was faster"
    overtaken_note = (
        "The base was changed at the same moment, in another process of the bot. Your edit is kept, and nothing of the "
        "other change is lost. Try again: you see first what your edit does now."
    )
    cancelled = "Cancelled. Nothing was changed."
    trying = "Trying this edit on the whole base. This can take a minute."
    published = "Published"
    published_kept = (
        "The folder is read-only, so the edit is kept in the database. `python -m bot export-edits` writes "
        "it as a patch."
    )
    published_commit = "Commit `{commit}`."
    published_no_commit = "The edit is published, but git did not commit it: {reason}"
    published_told = "Those who wait for the answer are told."
    published_corrects = "**Corrections:** the bot now edits {messages}."
    undo_button = "Undo"
    history = "Edits on Discord"
    history_none = "No edits yet."
    history_button = "Edits"
    kinds: ClassVar[Mapping[str, str]] = {
        "AddPhrasing": "phrasing added",
        "AddUnknown": "unknown added",
        "WriteFact": "fact added",
        "EditFact": "fact edited",
        "TakeBack": "edit {undoes} undone",
    }
    states: ClassVar[Mapping[str, str]] = {"written": "written, not in use yet", "served": "in use", "undone": "undone"}


class SpanishEditTexts(EditTexts):
    """The texts of edits, in Spanish."""

    __slots__ = ()
    it_is_fact_button = "Es este hecho"
    not_said_button = "La fuente no lo dice"
    write_button = "Escribir un hecho"
    edit_button = "Editar este hecho"
    pick_fact = "¿Qué hecho la responde?"
    pick_fact_choice = "Elige el hecho"
    pick_fact_none = "Ningún hecho se le parece. Busca uno con otras palabras."
    search_button = "Buscar un hecho"
    search_label = "Palabras del hecho"
    pick_unknown = "¿Qué deja abierto la fuente?"
    pick_unknown_choice = "Elige la incógnita"
    pick_unknown_none = "La base todavía no tiene incógnitas."
    new_unknown_button = "Una incógnita nueva"
    unknown_label = "Lo que la fuente no dice"
    unknown_hint = "Una frase para los lectores, como: El artículo no nombra la tormenta."
    question_label = "La pregunta, escrita para los lectores"
    statement_label = "Enunciado"
    statement_hint = "Una frase tuya con fechas completas. No dice más de lo que prueba la cita."
    quote_label = "Cita exacta"
    quote_hint = "Palabras de la fuente. Si no son exactas, se ofrece el pasaje más parecido."
    topic_label = "Tema"
    topic_hint = "El título de un tema; si es nuevo, se añade."
    standing_label = "Respaldo"
    attribution_label = "Atribución"
    attribution_hint = "Quién lo dice"
    phrasings_label = "Otras formulaciones"
    phrasings_hint = "Otras maneras de preguntar, una por línea. Los lectores no las ven."
    phrasing_form = "Una formulación"
    phrasing_label = "Formulación"
    phrasing_hint = "Otra manera de preguntar. Los lectores no la ven."
    card = "Así lo verán los lectores"
    preview = "Lo que cambiaría la edición"
    preview_load = "Lo que cambiaría al cargar los archivos del disco"
    preview_again = "La base ha cambiado desde que la miraste. Esto es lo que cambiaría la edición ahora."
    preview_on_disk = "Así se publica también lo que otros han cambiado en los archivos del disco."
    answers = "«{question}» recibe: {outcome}"
    no_warnings = "**check:** ningún aviso nuevo"
    warnings = "**check:** {warnings} más que antes"
    diff_cut = "… y {lines} más"
    publish_button = "Publicar"
    publish_wording_button = "Publicar sin corrección"
    corrects = "**Correcciones:** *Publicar* edita {messages}, salvo que solo cambie la redacción."
    corrects_none = "**Correcciones:** no hay que editar ningún mensaje publicado."
    paraphrases_dropped = "**Paráfrasis:** *Publicar* borra {paraphrases} de lo que decía la frase anterior."
    quote_wrong = "Ninguna fuente tiene esta cita tal como la escribiste"
    quote_offer = "Este es el pasaje más parecido. ~~Tachado~~: lo que escribiste. **Negrita**: lo que dice la fuente."
    quote_nowhere = "Ningún pasaje se le parece. Copia las palabras de la fuente y escríbela de nuevo."
    take_button = "Tomar este pasaje"
    again_button = "Escribirlo de nuevo"
    broken = "Con esta edición, los archivos tendrían {problems}"
    refused = "Esta edición no es posible"
    entry_changed = "`{entry}` ha cambiado desde que lo abriste"
    entry_changed_note = "No se ha escrito nada. Abre el hecho otra vez y edítalo tal como está ahora."
    entry_now = "Como está ahora"
    entry_wanted = "Con tu edición"
    lines_changed = (
        "La edición no se puede deshacer: otras posteriores han cambiado sus líneas en {path}. Deshaz antes "
        "estas: {edits}."
    )
    lines_changed_disk = (
        "La edición no se puede deshacer: sus líneas en {path} se han cambiado después, fuera de Discord."
    )
    disk_differs = "Los archivos del disco no son los que están en uso"
    disk_differs_note = (
        "Alguien los ha cambiado desde que se cargaron, y tu edición no sobrescribe nada de eso. Cárgalos primero e "
        "inténtalo de nuevo; o edita encima de ellos, y se publicará todo."
    )
    disk_broken = "Los archivos del disco tienen {problems}. No se puede editar nada hasta que se corrijan."
    load_disk_button = "Cargar antes los archivos"
    on_disk_button = "Editar encima de ellos"
    retry_button = "Intentarlo de nuevo"
    not_written = "No se ha cambiado nada: no se pudieron escribir los archivos. {reason}"
    overtaken = "Sin publicar: alguien se adelantó"
    overtaken_note = (
        "La base se cambió en el mismo momento, en otro proceso del bot. Tu edición se conserva y no se pierde nada "
        "del otro cambio. Inténtalo de nuevo: antes verás qué hace ahora tu edición."
    )
    cancelled = "Cancelado. No se ha cambiado nada."
    trying = "Se prueba la edición con toda la base. Puede tardar un minuto."
    published = "Publicado"
    published_kept = (
        "La carpeta es de solo lectura, así que la edición se guarda en la base de datos. "
        "`python -m bot export-edits` la escribe como parche."
    )
    published_commit = "Confirmación `{commit}` de git."
    published_no_commit = "La edición está publicada, pero git no la ha confirmado: {reason}"
    published_told = "Se avisa a quienes esperan la respuesta."
    published_corrects = "**Correcciones:** el bot edita ahora {messages}."
    undo_button = "Deshacer"
    history = "Ediciones en Discord"
    history_none = "Todavía no hay ediciones."
    history_button = "Ediciones"
    kinds: ClassVar[Mapping[str, str]] = {
        "AddPhrasing": "formulación añadida",
        "AddUnknown": "incógnita añadida",
        "WriteFact": "hecho añadido",
        "EditFact": "hecho editado",
        "TakeBack": "edición {undoes} deshecha",
    }
    states: ClassVar[Mapping[str, str]] = {
        "written": "escrita, aún no en uso",
        "served": "en uso",
        "undone": "deshecha",
    }
