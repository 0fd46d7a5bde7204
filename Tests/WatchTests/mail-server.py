# A mail server for tests: speaks enough of SMTP (RFC 5321), STARTTLS and AUTH PLAIN, or plays a trick.
#
#   mail-server.py MODE FOLDER [CERTIFICATE KEY]
#
# MODE: accept, refuse (every recipient), busy (4xx at once), hang (says nothing), flood (answers
# without end), starttls (accepts only after STARTTLS and AUTH). Prints its port; writes each mail to
# FOLDER/N.eml, and what was said to FOLDER/log.
import base64, os, socket, ssl, sys, threading

mode, folder = sys.argv[1:3]
context = None
if len(sys.argv) > 3:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(sys.argv[3], sys.argv[4])
count = 0
lock = threading.Lock()


def note(text):
    with lock, open(os.path.join(folder, "log"), "a") as log:
        log.write(text + "\n")


def serve(connection):
    global count
    isSecret = isKnown = False
    connection.settimeout(30)
    if mode == "hang":
        connection.recv(1)
        return
    def say(text):
        connection.sendall(text.encode() + b"\r\n")
    if mode == "busy":
        return say("421 too many connections")
    if mode == "flood":
        while True:
            say("220-" + "x" * 400)
    say("220 mail.test ready")
    stream = connection.makefile("rb")
    while line := stream.readline():
        command = line.decode("latin-1").strip()
        note(command)
        word = command.split(" ")[0].upper()
        if word == "EHLO":
            offers = ["mail.test"]
            if context and not isSecret:
                offers.append("STARTTLS")
            if isSecret:
                offers.append("AUTH PLAIN")
            for offer in offers[:-1]:
                say("250-" + offer)
            say("250 " + offers[-1])
        elif word == "STARTTLS" and context:
            say("220 go on")
            connection = context.wrap_socket(connection, server_side=True)
            stream = connection.makefile("rb")
            isSecret = True
        elif word == "AUTH":
            parts = command.split(" ")
            if len(parts) < 3:
                say("334 ")
                token = stream.readline().decode().strip()
            else:
                token = parts[2]
            isKnown = base64.b64decode(token) == b"\0clerk-account\0correct-horse"
            say("235 welcome" if isKnown else "535 wrong password")
        elif word == "MAIL" and mode == "starttls" and not isKnown:
            say("530 authenticate first")
        elif word == "RCPT" and mode == "refuse":
            say("550 no such mailbox here")
        elif word == "DATA":
            say("354 go on")
            lines = []
            while (data := stream.readline()) not in (b".\r\n", b""):
                lines.append(data[1:] if data.startswith(b".") else data)
            with lock:
                count += 1
                with open(os.path.join(folder, f"{count}.eml"), "wb") as mail:
                    mail.write(b"".join(lines))
            say("250 taken")
        elif word == "QUIT":
            return say("221 bye")
        else:
            say("250 ok")


listener = socket.create_server(("127.0.0.1", 0))
print(listener.getsockname()[1], flush=True)
while True:
    peer, _ = listener.accept()
    def work(peer=peer):
        try:
            serve(peer)
        except OSError:
            pass
        finally:
            peer.close()
    threading.Thread(target=work, daemon=True).start()
