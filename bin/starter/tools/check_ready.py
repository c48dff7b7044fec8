"""Health check of the web container: ``/ready`` must answer 200 under the product's own name."""

import http.client
import os
import sys


def main() -> int:
    """Ask this container's own web server; 0 when it is ready."""
    host = os.environ.get("ALLOWED_HOSTS", "").split(",")[0].strip() or "localhost"
    link = http.client.HTTPConnection("127.0.0.1", int(os.environ.get("WEB_PORT", "8000")), timeout=8)
    try:
        link.request("GET", "/ready", headers={"Host": host.lstrip("."), "X-Forwarded-Proto": "https"})
        status = link.getresponse().status
    except OSError as error:
        print(error)
        return 1
    finally:
        link.close()
    print(status)
    return 0 if status == 200 else 1


if __name__ == "__main__":
    sys.exit(main())
