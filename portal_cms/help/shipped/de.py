"""Hilfetexte auf Deutsch: Schlüssel -> Frage, Antwort. Eine leere Zeile beginnt einen neuen Absatz."""

TEXTS = {
    "what": (
        "Was ist dieses Portal?",
        "Ein geschützter Ort für Sie und uns. Hier lesen Sie unsere Nachrichten, finden die Dokumente, die wir für Sie"
        " freigeben, senden uns Ihre Unterlagen und sehen, wie es in Ihrer Sache weitergeht.",
    ),
    "needs": (
        "Was brauche ich dafür?",
        "Ein Smartphone, ein Tablet oder einen Computer mit aktuellem Browser und Ihre E-Mail-Adresse. Zu installieren"
        " ist nichts.",
    ),
    "who_sees": (
        "Wer kann sehen, was ich sende?",
        "Sie und die Menschen in unserer Kanzlei, die an Ihrer Sache arbeiten. Alles wird verschlüsselt übertragen und"
        " verschlüsselt aufbewahrt. Andere Mandant:innen sehen davon nichts.",
    ),
    "first_time": (
        "Wie melde ich mich zum ersten Mal an?",
        "Sie erhalten von uns eine E-Mail mit Ihrem Zugang. Folgen Sie dem Link darin und wählen Sie ein eigenes"
        " Passwort. Danach melden Sie sich mit Ihrer E-Mail-Adresse oder Ihrem Anmeldenamen und diesem Passwort an.",
    ),
    "forgotten": (
        "Ich habe mein Passwort vergessen, oder der Link funktioniert nicht.",
        "Auf der Anmeldeseite können Sie sich einen neuen Link senden lassen. Er geht an die Adresse, die wir von Ihnen"
        " kennen. Zu Ihrem Schutz gilt jeder Link nur eine gewisse Zeit.",
    ),
    "personal_link": (
        "Ich habe einen Link, aber kein Passwort. Ist das richtig?",
        "Ja. Manche unserer E-Mails enthalten einen persönlichen Link. Er führt direkt zu dem, worum es geht, und ist"
        " nur für Sie bestimmt. Bitte leiten Sie die E-Mail nicht weiter.",
    ),
    "language": (
        "Wie ändere ich die Sprache?",
        "Mit der Sprachauswahl oben auf jeder Seite. Wir merken uns Ihre Wahl, auch für E-Mails.",
    ),
    "send_files": (
        "Wie sende ich Ihnen Dokumente?",
        "Öffnen Sie Ihre Akte, dann „Dateien“, und wählen Sie eine oder mehrere Dateien aus, oder ziehen Sie sie"
        " dorthin. Haben wir Sie um etwas gebeten, finden Sie es bei Ihren offenen Aufgaben. Senden Sie es dort, dann"
        " wissen wir sofort, was es ist.",
    ),
    "photo": (
        "Kann ich einen Brief fotografieren?",
        "Ja. Legen Sie ihn bei gutem Licht flach hin und fotografieren Sie jede Seite von oben, so dass alle vier Ecken"
        " zu sehen sind. Auf dem Smartphone bietet die Dateiauswahl auch die Kamera an.",
    ),
    "refused": (
        "Meine Datei wurde nicht angenommen. Was nun?",
        "Jede Datei wird geprüft, bevor wir sie öffnen. Die Seite sagt, warum eine nicht angenommen wurde. Oft hilft es,"
        " sie als PDF oder als Bild zu senden, ohne Passwort.",
    ),
    "message": (
        "Wie schreibe ich Ihnen?",
        "Öffnen Sie „Nachrichten“ und schreiben Sie unter die Unterhaltung, auf Wunsch mit Dateien. Wenn wir antworten,"
        " erhalten Sie eine E-Mail.",
    ),
    "how_to_sign": (
        "Wie unterschreibe ich etwas?",
        "Was Sie unterschreiben sollen, finden Sie bei Ihren offenen Aufgaben. Lesen Sie das Dokument, zeichnen Sie"
        " Ihren Namen mit dem Finger oder der Maus oder tippen Sie ihn, und bestätigen Sie. Drucken oder per Post"
        " schicken müssen Sie nichts.",
    ),
    "kind_of_signature": (
        "Was für eine Unterschrift ist das?",
        "Eine einfache elektronische Signatur. Wir bewahren dazu auf, was wann unterschrieben wurde und woran wir Sie"
        " erkannt haben. Wo das Gesetz eine Unterschrift auf Papier verlangt, sagen wir es Ihnen.",
    ),
    "not_sign": (
        "Ich möchte nicht unterschreiben, oder etwas stimmt nicht.",
        "Dann unterschreiben Sie nicht und sagen uns den Grund. Wir berichtigen das Dokument oder besprechen es mit"
        " Ihnen. Bevor Sie bestätigt haben, geschieht nichts.",
    ),
    "short_mails": (
        "Warum steht in Ihren E-Mails so wenig?",
        "E-Mails können unterwegs mitgelesen werden. Deshalb sagen sie nur, dass es etwas Neues gibt. Was es ist, lesen"
        " Sie hier, wo es geschützt ist.",
    ),
    "urgent": (
        "Es ist eilig. Genügt eine Nachricht hier?",
        "Wenn heute noch etwas geschehen muss, rufen Sie uns bitte an. Nachrichten lesen wir während unserer"
        " Sprechzeiten.",
    ),
    "somebody_else": (
        "Darf jemand anderes meinen Zugang nutzen?",
        "Bitte behalten Sie Ihr Passwort für sich. Soll jemand für Sie handeln, sagen Sie es uns; dann richten wir einen"
        " eigenen Zugang ein.",
    ),
    "what_i_sent": (
        "Wo sehe ich, was ich gesendet habe?",
        "Unter „Dateien“ in Ihrer Akte. Bei jeder Datei steht, ob sie noch geprüft wird oder angekommen ist.",
    ),
    "email_is_enough": (
        "„Mir genügen E-Mails.“",
        "Eine E-Mail ist wie eine Postkarte: Andere können sie unterwegs lesen, und sie lässt sich fälschen. Was Sie uns"
        " anvertrauen, unterliegt der Verschwiegenheit; deshalb bewahren wir es an einem geschützten Ort auf. Eine E-Mail"
        " erhalten Sie trotzdem, sobald es etwas Neues gibt.",
    ),
    "no_computer": (
        "„Ich kenne mich mit Computern nicht aus.“",
        "Mehr als einen Link in einer E-Mail und eine Schaltfläche brauchen Sie nicht. Jede Seite sagt, was zu tun ist."
        " Und wenn es hakt, rufen Sie an; wir gehen es gemeinsam durch.",
    ),
    "paper": (
        "„Ich hätte es lieber auf Papier.“",
        "Alles, was Sie hier finden, können Sie ausdrucken und aufbewahren. Es ist nur früher da, geht nicht verloren,"
        " und Sie haben es dabei, wenn Sie es brauchen.",
    ),
    "is_it_safe": (
        "„Ist das im Internet überhaupt sicher?“",
        "Alles wird verschlüsselt übertragen und verschlüsselt aufbewahrt, und jede Datei wird geprüft. Zugang haben nur"
        " Sie und die Menschen, die an Ihrer Sache arbeiten, und jeder Zugriff wird festgehalten.",
    ),
    "another_password": (
        "„Nicht noch ein Passwort.“",
        "Für vieles genügt ein persönlicher Link in unserer E-Mail. Wenn Sie ein Passwort wählen, ist ein Satz, den Sie"
        " sich merken können, ein gutes; Ihr Browser kann es für Sie aufbewahren.",
    ),
    "a_person": (
        "„Ich spreche lieber mit einem Menschen.“",
        "Das können Sie jederzeit. Das Portal kümmert sich um Unterlagen und Termine, damit für das Gespräch mehr Zeit"
        " bleibt.",
    ),
}
