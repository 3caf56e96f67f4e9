#!/usr/bin/env python3
"""Writes spoken digits by speech synthesizers as WAV files: voices.py DIR makes DIR/<digit>/*.wav.

Needs Debian's packages espeak-ng, flite, festival, festvox-kallpc16k, festvox-kdlpc16k and
festvox-us-slt-hts. Of espeak-ng, English accents by its variants of a voice, and English words as
its voices of other languages read them; of the others, a few voices learnt from people.
"""

import os
import random
import subprocess
import sys

ENGLISH = "zero one two three four five six seven eight nine".split()
ACCENTS = "en-gb en-us en-us en-gb-scotland en-gb-x-gbclan en-gb-x-rp en-gb-x-gbcwmd en-029 en-us-nyc"
FOREIGN = {
    "de": "siro wann tu srie fohr faif ssicks ssewen äjt nein",
    "fr-fr": "ziro ouane tou sri for faïve sixe sévène eïte naïne",
    "it": "ziro uan tu tri for faiv sics seven eit nain",
    "es": "siro uan tu zri for faiv siks seven eit nain",
    "el": "ζίρο γουάν του θρι φορ φάιβ σιξ σέβεν έιτ νάιν",
    "nl": "ziro wan toe srie foor faaif siks seven eet nain",
    "ru": "зироу уан ту сри фор файв сикс сэвэн эйт найн",
    "hi": "ज़ीरो वन टू थ्री फ़ोर फ़ाइव सिक्स सेवन एट नाइन",
    "pl": "ziro łan tu tri for fajw siks sewen ejt najn",
    "pt-br": "zirou uan tu tri fór faiv sics sévem eit nain",
}
UNUSUAL = ("obo", "hisper", "emonic", "Half", "erious", "fast", "weaky", "croak")
FLITE = {"kal": 105, "kal16": 105, "awb": 120, "rms": 100, "slt": 180}
FESTIVAL = ("kal_diphone", "ked_diphone", "cmu_us_slt_arctic_hts")
PER_ACCENT, PER_LANGUAGE, PER_VOICE = 144, 14, 12

out = sys.argv[1]
for digit in range(10):
    os.makedirs(f"{out}/{digit}", exist_ok=True)


def run(*command):
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


lines = run("espeak-ng", "--voices=variant").splitlines()[1:]
variants = [next(w for w in line.split() if w.startswith("!v/"))[3:] for line in lines]
variants = [v for v in variants if not any(part in v for part in UNUSUAL)]


def espeak(language, word, file):
    pitch, speed = str(random.randint(15, 75)), str(random.randint(110, 200))
    run("espeak-ng", "-v", language, "-p", pitch, "-s", speed, "-w", file, word)


random.seed(5)
for i in range(PER_ACCENT):
    for digit, word in enumerate(ENGLISH):
        variant, accent = random.choice(variants), random.choice(ACCENTS.split())
        espeak(f"{accent}+{variant}", word, f"{out}/{digit}/espeak_{i}.wav")
for voice, pitch in FLITE.items():
    for i in range(PER_VOICE):
        for digit, word in enumerate(ENGLISH):
            target = pitch * random.uniform(0.75, 1.3)
            stretch = random.uniform(0.8, 1.6)
            run("flite", "-voice", voice, "--setf", f"duration_stretch={stretch:.2f}",
                "--setf", f"int_f0_target_mean={target:.0f}", "-t", word + random.choice(["", ".", "?"]),
                "-o", f"{out}/{digit}/flite-{voice}_{i}.wav")
script = []
for voice in FESTIVAL:
    script.append(f"(voice_{voice})")
    for i in range(PER_VOICE):
        script.append(f"(Parameter.set 'Duration_Stretch {random.uniform(0.8, 1.5):.2f})")
        for digit, word in enumerate(ENGLISH):
            file = f"{out}/{digit}/festival-{voice.replace('_', '-')}_{i}.wav"
            script.append(f'(utt.save.wave (utt.synth (Utterance Text "{word}")) "{file}" \'riff)')
subprocess.run(["festival", "--pipe"], input="\n".join(script), text=True, check=True)
random.seed(6)
for language, words in FOREIGN.items():
    for i in range(PER_LANGUAGE):
        for digit, word in enumerate(words.split()):
            variant = random.choice(variants)
            espeak(f"{language}+{variant}", word, f"{out}/{digit}/accent-{language}_{i}.wav")
