# A webhook for tests: checks each signature as its documentation says, or plays a trick.
#
#   hook-server.py MODE FOLDER KEY
#
# MODE: accept, fail (500), hang (never answers), flood (an answer without end), away (redirects).
# Prints its port; writes each report whose signature holds to FOLDER/N.json, and counts the rest in
# FOLDER/log.
import hashlib, hmac, http.server, os, sys, time

mode, folder, key = sys.argv[1:4]
count = 0


class Handler(http.server.BaseHTTPRequestHandler):
    def log_message(self, *_):
        pass

    def do_POST(self):
        global count
        if mode == "hang":
            time.sleep(60)
        body = self.rfile.read(int(self.headers["Content-Length"]))
        stamp = self.headers["Jianwei-Timestamp"]
        expected = "sha256=" + hmac.new(
            key.encode(), stamp.encode() + b"." + body, hashlib.sha256).hexdigest()
        isGenuine = hmac.compare_digest(expected, self.headers["Jianwei-Signature"])
        with open(os.path.join(folder, "log"), "a") as log:
            log.write(f"{mode} {isGenuine} {self.headers['Jianwei-Delivery']}\n")
        if mode == "away":
            self.send_response(302)
            self.send_header("Location", "http://127.0.0.1:9/")
            self.end_headers()
            return
        if mode == "fail" or not isGenuine:
            self.send_error(500 if isGenuine else 403, "not today")
            return
        if mode == "accept":
            count += 1
            with open(os.path.join(folder, f"{count}.json"), "wb") as report:
                report.write(body)
        self.send_response(200)
        self.end_headers()
        while mode == "flood":
            self.wfile.write(b"x" * 65536)


server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
server.daemon_threads = True
print(server.server_address[1], flush=True)
server.serve_forever()
