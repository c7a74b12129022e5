"""Textos de ayuda en español: clave -> pregunta, respuesta. Una línea en blanco empieza un párrafo."""

TEXTS = {
    "what": (
        "¿Qué es este portal?",
        "Un lugar protegido para usted y para nosotros. Aquí lee nuestros mensajes, encuentra los documentos que"
        " publicamos para usted, nos envía los suyos y ve cómo avanza su asunto.",
    ),
    "needs": (
        "¿Qué necesito para usarlo?",
        "Un móvil, una tableta o un ordenador con un navegador actualizado y su dirección de correo. No hay que instalar"
        " nada.",
    ),
    "who_sees": (
        "¿Quién puede ver lo que envío?",
        "Usted y las personas del despacho que llevan su asunto. Todo se transmite y se guarda cifrado. Nadie más de"
        " nuestra clientela lo ve.",
    ),
    "first_time": (
        "¿Cómo entro por primera vez?",
        "Le enviamos un correo con su acceso. Siga el enlace y elija una contraseña propia. Después entrará con su"
        " dirección de correo o su nombre de usuario y esa contraseña.",
    ),
    "forgotten": (
        "He olvidado mi contraseña o el enlace no funciona.",
        "En la página de acceso puede pedir un enlace nuevo. Lo enviamos a la dirección que tenemos de usted. Para su"
        " protección, cada enlace caduca al cabo de un tiempo.",
    ),
    "personal_link": (
        "Tengo un enlace, pero no una contraseña. ¿Es correcto?",
        "Sí. Algunos de nuestros correos llevan un enlace personal. Conduce directamente a aquello de lo que se trata y"
        " es solo para usted; por favor, no reenvíe el correo.",
    ),
    "language": (
        "¿Cómo cambio el idioma?",
        "Con el menú de idiomas en la parte superior de cada página. Recordamos su elección, también para los correos.",
    ),
    "send_files": (
        "¿Cómo les envío documentos?",
        "Abra su expediente, después «Archivos», y elija uno o varios archivos, o arrástrelos allí. Si le hemos pedido"
        " algo, lo encontrará entre sus tareas pendientes; envíelo desde allí y sabremos enseguida qué es.",
    ),
    "photo": (
        "¿Puedo fotografiar una carta?",
        "Sí. Póngala plana y con buena luz y fotografíe cada página desde arriba, de modo que se vean las cuatro"
        " esquinas. En el móvil, al elegir archivos también se ofrece la cámara.",
    ),
    "refused": (
        "Mi archivo no se ha aceptado. ¿Y ahora?",
        "Comprobamos cada archivo antes de abrirlo. La página dice por qué no se ha aceptado. A menudo basta con enviarlo"
        " en PDF o como imagen, sin contraseña.",
    ),
    "message": (
        "¿Cómo les escribo?",
        "Abra «Mensajes» y escriba debajo de la conversación, con archivos si lo desea. Cuando respondamos recibirá un"
        " correo.",
    ),
    "how_to_sign": (
        "¿Cómo firmo algo?",
        "Lo que deba firmar está entre sus tareas pendientes. Lea el documento, dibuje su nombre con el dedo o el ratón,"
        " o escríbalo, y confirme. No hay que imprimir ni enviar nada por correo postal.",
    ),
    "kind_of_signature": (
        "¿Qué tipo de firma es?",
        "Una firma electrónica simple. Guardamos con ella qué se firmó, cuándo y cómo le reconocimos. Si la ley exige una"
        " firma en papel, se lo diremos.",
    ),
    "not_sign": (
        "No quiero firmar, o hay algo que no es correcto.",
        "Entonces no firme y díganos el motivo. Corregiremos el documento o lo hablaremos con usted. Mientras no confirme"
        " no ocurre nada.",
    ),
    "short_mails": (
        "¿Por qué sus correos dicen tan poco?",
        "Un correo puede leerse por el camino. Por eso solo avisa de que hay algo nuevo; de qué se trata lo lee aquí,"
        " donde está protegido.",
    ),
    "urgent": (
        "Es urgente. ¿Basta con un mensaje aquí?",
        "Si algo debe hacerse hoy, por favor llámenos. Leemos los mensajes en nuestro horario de atención.",
    ),
    "somebody_else": (
        "¿Puede otra persona usar mi acceso?",
        "Por favor, no comparta su contraseña. Si alguien debe actuar por usted, díganoslo y le daremos un acceso propio.",
    ),
    "what_i_sent": (
        "¿Dónde veo lo que he enviado?",
        "En «Archivos», dentro de su expediente. Cada archivo indica si se está comprobando o si ya ha llegado.",
    ),
    "email_is_enough": (
        "«A mí me basta con el correo electrónico.»",
        "Un correo es como una postal: otras personas pueden leerlo por el camino y se puede falsificar. Lo que nos confía está"
        " sujeto al secreto profesional; por eso lo guardamos en un lugar protegido. Aun así recibirá un correo cada vez"
        " que haya algo nuevo.",
    ),
    "no_computer": (
        "«Los ordenadores no son lo mío.»",
        "Basta con un enlace en un correo y un botón. Cada página dice qué hay que hacer. Y si se atasca, llámenos; lo"
        " vemos con usted.",
    ),
    "paper": (
        "«Lo prefiero en papel.»",
        "Todo lo que encuentra aquí puede imprimirlo y guardarlo. Solo que llega antes, no se pierde y lo tiene a mano"
        " cuando lo necesita.",
    ),
    "is_it_safe": (
        "«¿Es seguro en internet?»",
        "Todo se transmite y se guarda cifrado, y cada archivo se comprueba. Solo acceden usted y las personas que llevan"
        " su asunto, y cada acceso queda registrado.",
    ),
    "another_password": (
        "«Otra contraseña más, no.»",
        "Para muchas cosas basta un enlace personal en nuestro correo. Si elige una contraseña, una frase que pueda"
        " recordar es buena, y su navegador puede guardarla.",
    ),
    "a_person": (
        "«Prefiero hablar con una persona.»",
        "Puede hacerlo siempre que quiera. El portal se ocupa de documentos y fechas para que quede más tiempo para"
        " hablar.",
    ),
}
