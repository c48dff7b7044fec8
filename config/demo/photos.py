"""Photos drawn by the code: a corridor, a floor, a lawn, a plant room, each with the fault that was found."""

from io import BytesIO
from random import Random

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image, ImageDraw, ImageFilter

SIZE = (960, 720)
SCENES = {
    "CLN": ((214, 209, 199), (176, 168, 154), (120, 96, 70)),
    "SEC": ((188, 196, 206), (120, 130, 142), (200, 60, 50)),
    "GRN": ((150, 190, 226), (92, 148, 72), (150, 120, 60)),
    "REP": ((170, 176, 180), (112, 118, 122), (196, 120, 40)),
    "ELV": ((198, 202, 208), (140, 146, 154), (210, 150, 40)),
}


def _blob(draw: ImageDraw.ImageDraw, random: Random, colour: tuple[int, int, int]) -> None:
    x, y = random.randint(260, 640), random.randint(470, 620)
    for _ in range(14):
        width, height = random.randint(30, 120), random.randint(14, 44)
        left, top = x + random.randint(-70, 70), y + random.randint(-24, 24)
        draw.ellipse((left, top, left + width, top + height), fill=colour)


def draw(line: str, seed: int, *, repaired: bool = False) -> SimpleUploadedFile:
    """Return a JPEG of a place of this service line, with the fault or (repaired) without."""
    random = Random(seed)
    wall, floor, fault = SCENES.get(line, SCENES["CLN"])
    image = Image.new("RGB", SIZE, wall)
    pen = ImageDraw.Draw(image)
    pen.polygon([(0, 720), (960, 720), (680, 400), (280, 400)], fill=floor)
    pen.polygon([(0, 0), (280, 140), (280, 400), (0, 720)], fill=tuple(max(0, c - 22) for c in wall))
    pen.polygon([(960, 0), (680, 140), (680, 400), (960, 720)], fill=tuple(max(0, c - 12) for c in wall))
    pen.rectangle((280, 140, 680, 400), fill=tuple(min(255, c + 14) for c in wall))
    for step in range(6):
        y = 410 + step * step * 9
        pen.line(
            (280 - (y - 400) * 0.875, y, 680 + (y - 400) * 0.875, y), fill=tuple(max(0, c - 16) for c in floor), width=2
        )
    pen.rectangle((420, 210, 540, 400), fill=tuple(max(0, c - 60) for c in wall), outline=(70, 70, 70), width=3)
    pen.ellipse((520, 300, 532, 312), fill=(230, 200, 90))
    if not repaired:
        _blob(pen, random, fault)
    image = image.filter(ImageFilter.GaussianBlur(1.2))
    target = BytesIO()
    image.save(target, "JPEG", quality=82)
    return SimpleUploadedFile(f"scene-{seed}.jpg", target.getvalue(), content_type="image/jpeg")
