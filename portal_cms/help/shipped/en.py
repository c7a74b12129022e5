"""Help texts in English: key -> question, answer. A blank line begins a new paragraph."""

TEXTS = {
    "what": (
        "What is this portal?",
        "A protected place for you and us. Here you read our messages, find the documents we share with you, send"
        " us yours, and see what happens next in your matter.",
    ),
    "needs": (
        "What do I need to use it?",
        "A telephone, a tablet or a computer with an up-to-date browser, and your e-mail address. There is nothing"
        " to install.",
    ),
    "who_sees": (
        "Who can see what I send?",
        "You, and the people at our firm who work on your matter. Everything is encrypted on its way and where it is"
        " kept. Other clients never see it.",
    ),
    "first_time": (
        "How do I sign in for the first time?",
        "We send you an e-mail with your access. Follow the link in it and choose a password of your own. From then"
        " on you sign in with your e-mail address or user name and this password.",
    ),
    "forgotten": (
        "I have forgotten my password, or the link does not work.",
        "On the sign-in page choose “I have no password or link, or it does not work”. We send you a new link to the"
        " address we know. For your protection each link ends after some time.",
    ),
    "personal_link": (
        "I have a link, but no password. Is that right?",
        "Yes. Some of our e-mails carry a personal link. It leads straight to what the e-mail is about and is meant"
        " for you alone, so please do not pass the e-mail on.",
    ),
    "language": (
        "How do I change the language?",
        "With the language menu at the top of each page. We remember your choice, also for e-mails.",
    ),
    "send_files": (
        "How do I send you documents?",
        "Open your matter, then “Files”, and choose one or several files, or drop them there. If we asked you for"
        " something, it stands under “To do”; send it there, then we know at once what it is.",
    ),
    "photo": (
        "Can I photograph a letter?",
        "Yes. Lay it flat in good light and photograph each page from above, so that all four corners can be seen."
        " On a telephone “Choose files” also offers the camera.",
    ),
    "refused": (
        "My file was not accepted. What now?",
        "Each file is checked before we open it. The page says why it was not accepted. Often it helps to send it as"
        " a PDF or as a picture, without a password.",
    ),
    "message": (
        "How do I write to you?",
        "Open “Messages” and write below the conversation, with files if you like. When we answer, you get an"
        " e-mail.",
    ),
    "how_to_sign": (
        "How do I sign something?",
        "What you are to sign stands under “To do”. Read the document, draw your name with a finger or the mouse, or"
        " type it, and confirm. Nothing has to be printed or sent by post.",
    ),
    "kind_of_signature": (
        "What kind of signature is that?",
        "A simple electronic signature. We keep with it what was signed, when, and how you were recognised. Where the"
        " law asks for a signature on paper, we tell you.",
    ),
    "not_sign": (
        "I do not want to sign, or something in it is wrong.",
        "Then do not sign, and tell us why. We correct the document or talk it over with you. Nothing happens before"
        " you have confirmed.",
    ),
    "short_mails": (
        "Why do your e-mails say so little?",
        "An e-mail can be read on its way. So it only says that there is something new; what it is you read here,"
        " where it is protected.",
    ),
    "urgent": (
        "It is urgent. Is a message here enough?",
        "If something must happen today, please call us. We read messages during our office hours.",
    ),
    "somebody_else": (
        "May somebody else use my access?",
        "Please keep your password to yourself. If somebody is to act for you, tell us; then we arrange an access of"
        " their own.",
    ),
    "what_i_sent": (
        "Where do I see what I have sent?",
        "Under “Files” in your matter. There each file says whether it is being checked or has arrived.",
    ),
    "email_is_enough": (
        "“E-mail is enough for me.”",
        "E-mail is like a postcard: others can read it on its way, and it can be forged. What you tell us is subject to"
        " professional secrecy, so we keep it in a protected place. You still get an e-mail whenever something is"
        " new.",
    ),
    "no_computer": (
        "“I am not good with computers.”",
        "You need no more than a link in an e-mail and a button. Each page says what there is to do. And if you get"
        " stuck, call us; we go through it together.",
    ),
    "paper": (
        "“I would rather have paper.”",
        "You can print or keep everything you find here. It is only there sooner, does not get lost, and you have it"
        " with you when you need it.",
    ),
    "is_it_safe": (
        "“Is it safe on the internet?”",
        "Everything is encrypted on its way and where it is kept, and each file is checked. Only you and the people"
        " who work on your matter get in, and each access is recorded.",
    ),
    "another_password": (
        "“Not one more password.”",
        "For many things a personal link in our e-mail is enough. If you choose a password, one sentence that you can"
        " remember is a good one, and your browser can keep it for you.",
    ),
    "a_person": (
        "“I would rather talk to a person.”",
        "You can, at any time. The portal takes care of papers and dates, so that there is more time for the"
        " conversation.",
    ),
}
