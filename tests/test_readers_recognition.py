"""Speech-to-text output as JSON, in the shapes of its producers; all people and words are invented."""

import json
from itertools import pairwise
from time import process_time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator import native, readers
from generator.model import Event, Reading, Turn

Said = list[tuple[str | None, str]]


def read(value: Any, name: str = "talk.json") -> Reading:
    return readers.read(json.dumps(value).encode(), name)


def turns(reading: Reading) -> list[Turn]:
    return [item for item in reading.transcript.items if isinstance(item, Turn)]


def said(reading: Reading) -> Said:
    return [(turn.label, " ".join(block.text for block in turn.blocks)) for turn in turns(reading)]


def times(reading: Reading) -> list[tuple[int | None, int | None]]:
    return [(turn.start, turn.end) for turn in turns(reading)]


def unsure(reading: Reading) -> list[str]:
    return [
        block.text[mark.start : mark.end]
        for turn in turns(reading)
        for block in turn.blocks
        for mark in block.marks
        if mark.kind == "unsure"
    ]


def codes(reading: Reading) -> list[str]:
    return [wrong.code for wrong in reading.problems]


# --- one conversation, as many producers write it ---------------------------------------------------------------------
# Speaker 0 says "The ice held." from 1.0 to 2.5 s, with some doubt about "held", speaker 1 "When?" from 3.0 to 3.5 s.

PLAIN = [("the", 1.0, 1.2, 0, 0.9), ("ice", 1.3, 1.8, 0, 0.8), ("held", 2.0, 2.5, 0, 0.3), ("when", 3.0, 3.5, 1, 0.9)]
SPELLED = ["The", "ice", "held.", "When?"]
TEXTS = [("The ice held.", 1.0, 2.5, 0), ("When?", 3.0, 3.5, 1)]


def words(text: str = "word", start: str = "start", end: str = "end", who: str | None = "speaker", **more: str) -> Any:
    """The words under names of one's own; `spelled` for those with punctuation, `confidence` for what is thought."""
    return [
        {
            (more.get("spelled") or text): spelling,
            text: word if "spelled" in more else spelling,
            start: begin,
            end: stop,
            **({who: speaker} if who else {}),
            more.get("confidence", "confidence"): sure,
        }
        for spelling, (word, begin, stop, speaker, sure) in zip(SPELLED, PLAIN, strict=True)
    ]


def deepgram(**more: Any) -> Any:
    found = {"transcript": "The ice held. When?", "confidence": 0.9, "words": words(spelled="punctuated_word")}
    return {
        "metadata": {"channels": 1, "created": "2031-05-06"},
        "results": {"channels": [{"alternatives": [found | more]}]},
    }


def punctuated(kind: str, mark: str, **more: Any) -> Any:
    return {"type": kind, "alternatives": [{"content": mark, "confidence": "0.0"}], **more}


def aws(labels: Any, own: bool = False) -> Any:
    items: list[Any] = []
    for (_, start, end, who, sure), spelling in zip(PLAIN, SPELLED, strict=True):
        best = [{"content": spelling.strip(".?"), "confidence": str(sure)}]
        item = {"type": "pronunciation", "start_time": str(start), "end_time": str(end), "alternatives": best}
        items += [item | {"speaker_label": f"spk_{who}"} if own else item]
        items += [punctuated("punctuation", spelling[-1])] if not spelling.isalpha() else []
    transcripts = [{"transcript": "The ice held. When?"}]
    return {"jobName": "j", "status": "COMPLETED", "results": {"transcripts": transcripts, **labels, "items": items}}


AWS_LABELS = {
    "speaker_labels": {
        "speakers": 2,
        "segments": [
            {
                "start_time": "1.0",
                "end_time": "2.5",
                "speaker_label": "spk_0",
                "items": [
                    {"start_time": str(n), "end_time": str(n), "speaker_label": "spk_0"} for n in (1.0, 1.3, 2.0)
                ],
            },
            {"start_time": "3.0", "end_time": "3.5", "speaker_label": "spk_1", "items": []},
        ],
    }
}
AUDIO_SEGMENTS = [
    {
        "id": n,
        "transcript": text,
        "start_time": str(start),
        "end_time": str(end),
        "speaker_label": f"spk_{who}",
        "items": [n],
    }
    for n, (text, start, end, who) in enumerate(TEXTS)
]


def google(who: str, start: str, end: str) -> Any:
    found = words("word", start, end, None)
    for word, (_, begin, stop, speaker, _) in zip(found, PLAIN, strict=True):
        word |= {start: f"{begin:.3f}s", end: f"{stop:.3f}s"} | ({who: speaker + 1} if who else {})
    return found


def google_parts(tagged: bool) -> list[Any]:
    found = google("speakerTag" if tagged else "", "startTime", "endTime")
    return [
        {
            "alternatives": [{"transcript": "The ice held.", "confidence": 0.9, "words": found[:3]}],
            "resultEndTime": "2.5s",
        },
        {"alternatives": [{"transcript": " When?", "confidence": 0.9, "words": found[3:]}], "languageCode": "en-us"},
    ]


def azure(text: str, start: float, end: float, who: int) -> Any:
    best = {"confidence": 0.9, "lexical": text.lower(), "itn": text, "maskedITN": text, "display": text}
    ticks = {"offsetInTicks": start * 1e7, "durationInTicks": round((end - start) * 1e7)}
    length = {"offset": f"PT{start}S", "duration": f"PT{end - start}S"}
    return {
        "recognitionStatus": "Success",
        "channel": 0,
        "speaker": who,
        **length,
        **ticks,
        "nBest": [best, {"display": "No."}],
    }


def rev(elements: list[Any], who: int) -> Any:
    return {"speaker": who, "elements": elements}


def element(value: str, start: float, end: float, sure: float = 1.0) -> Any:
    return {"type": "text", "value": value, "ts": start, "end_ts": end, "confidence": sure}


BLANK = {"type": "punct", "value": " "}
REV = [
    rev(
        [
            *(element("The", 1.0, 1.2), BLANK, element("ice", 1.3, 1.8), BLANK, element("held", 2.0, 2.5, 0.3)),
            {"type": "punct", "value": "."},
        ],
        0,
    ),
    rev([element("When", 3.0, 3.5), {"type": "punct", "value": "?"}], 1),
]


def speechmatics(word: str, start: float, end: float, who: str, sure: float) -> Any:
    return {
        "type": "word",
        "start_time": start,
        "end_time": end,
        "alternatives": [{"content": word, "confidence": sure, "speaker": who, "language": "en"}],
    }


def stop(mark: str, at: float, who: str) -> Any:
    best = [{"content": mark, "confidence": 1.0, "speaker": who}]
    return {"type": "punctuation", "attaches_to": "previous", "start_time": at, "end_time": at, "alternatives": best}


ELEVEN = [
    {"text": "The", "start": 1.0, "end": 1.2, "type": "word", "speaker_id": "0", "logprob": 0.0},
    {"text": " ", "start": 1.2, "end": 1.3, "type": "spacing", "speaker_id": "0", "logprob": 0.0},
    {"text": "ice", "start": 1.3, "end": 1.8, "type": "word", "speaker_id": "0", "logprob": -0.1},
    {"text": " ", "start": 1.8, "end": 2.0, "type": "spacing", "speaker_id": "0", "logprob": 0.0},
    {"text": "held.", "start": 2.0, "end": 2.5, "type": "word", "speaker_id": "0", "logprob": -2.0},
    {"text": " ", "start": 2.5, "end": 3.0, "type": "spacing", "speaker_id": "0", "logprob": 0.0},
    {"text": "When?", "start": 3.0, "end": 3.5, "type": "word", "speaker_id": "1", "logprob": 0.0},
]
KALDI = [
    {"word": w, "punct": p, "start": b, "end": e, "confidence": c}
    for p, (w, b, e, _, c) in zip(SPELLED, PLAIN, strict=True)
]
KALDI_SPEAKERS = {
    "metadata": {"version": "0.0.10"},
    "@type": "AudioFile",
    "speakers": [{"@id": "0", "gender": "F"}, {"@id": "1", "gender": "M"}],
    "segments": [
        {"@type": "Segment", "start": 0.9, "duration": 1.7, "speaker": {"@id": "0", "gender": "F"}},
        {"@type": "Segment", "start": 2.9, "duration": 0.7, "speaker": {"@id": "1", "gender": "M"}},
    ],
}
WATSON_WORDS = [[w.strip(".?"), b, e] for w, (_, b, e, _, _) in zip(SPELLED, PLAIN, strict=True)]
TOKENS = [
    ("Th", 1000),
    ("e", 1100),
    (" ice", 1300),
    (" he", 2000),
    ("ld", 2200),
    (".", 2400),
    (" When", 3000),
    ("?", 3400),
]

# Producer → its output, what 0 and 1 are called there, how much is told: "s"peakers, "t"imes, "d"oubt, "p"unctuation.
PRODUCERS: dict[str, tuple[Any, tuple[str, str], str]] = {
    "podcast": (
        {
            "version": "1.0.0",
            "segments": [{"speaker": str(w), "startTime": b, "endTime": e, "body": t} for t, b, e, w in TEXTS],
        },
        ("0", "1"),
        "stp",
    ),
    "podcast word by word": (
        {"version": "1.0.0", "segments": words("body", "startTime", "endTime")},
        ("0", "1"),
        "stdp",
    ),
    "whisper": (
        {
            "text": " The ice held. When?",
            "language": "en",
            "segments": [
                {
                    "id": n,
                    "seek": 0,
                    "start": b,
                    "end": e,
                    "text": f" {t}",
                    "tokens": [50, 3],
                    "temperature": 0.0,
                    "avg_logprob": -0.2,
                }
                for n, (t, b, e, _) in enumerate(TEXTS)
            ],
        },
        ("?", "?"),
        "tp",
    ),
    "whisper with words": (
        {
            "text": " The ice held. When?",
            "language": "en",
            "segments": [
                {
                    "start": 1.0,
                    "end": 3.5,
                    "text": " The ice held. When?",
                    "words": [
                        {"word": f" {w['word']}", "start": w["start"], "end": w["end"], "probability": w["confidence"]}
                        for w in words()
                    ],
                }
            ],
        },
        ("?", "?"),
        "tdp",
    ),
    "whisper's words without punctuation": (
        {
            "task": "transcribe",
            "language": "english",
            "duration": 4.0,
            "text": "The ice held. When?",
            "words": [{"word": w, "start": b, "end": e} for w, b, e, _, _ in PLAIN],
        },
        ("?", "?"),
        "tp",
    ),
    "whisper.cpp": (
        {
            "systeminfo": "AVX = 1",
            "model": {"type": "base"},
            "params": {"language": "en"},
            "result": {"language": "en"},
            "transcription": [
                {
                    "timestamps": {
                        "from": f"00:00:0{b:.3f}".replace(".", ","),
                        "to": f"00:00:0{e:.3f}".replace(".", ","),
                    },
                    "offsets": {"from": round(b * 1000), "to": round(e * 1000)},
                    "text": f" {t}",
                }
                for t, b, e, _ in TEXTS
            ],
        },
        ("?", "?"),
        "tp",
    ),
    "whisper in chunks": (
        {"text": "The ice held. When?", "chunks": [{"timestamp": [b, e], "text": f" {t}"} for t, b, e, _ in TEXTS]},
        ("?", "?"),
        "tp",
    ),
    "whisper in chunks with speakers": (
        {
            "speakers": [{"speaker": f"SPEAKER_0{w}", "timestamp": [b, e], "text": f" {t}"} for t, b, e, w in TEXTS],
            "chunks": [{"timestamp": [1.0, 3.5], "text": " The ice held. When?"}],
            "text": " The ice held. When?",
        },
        ("SPEAKER_00", "SPEAKER_01"),
        "stp",
    ),
    "whisperx": (
        {
            "segments": [
                {
                    "start": 1.0,
                    "end": 2.5,
                    "text": " The ice held.",
                    "speaker": "SPEAKER_00",
                    "words": [
                        {"word": "The", "start": 1.0, "end": 1.2, "score": 0.9, "speaker": "SPEAKER_00"},
                        {"word": "ice"},
                        {"word": "held.", "start": 2.0, "end": 2.5, "score": 0.3, "speaker": "SPEAKER_01"},
                    ],
                },
                {"start": 3.0, "end": 3.5, "text": " When?", "speaker": "SPEAKER_01", "words": [{"word": "When?"}]},
            ],
            "word_segments": [{"word": "The"}, {"word": "ice"}],
        },
        ("SPEAKER_00", "SPEAKER_01"),
        "stdp",
    ),
    "whisperx with speakers on words only": (
        {"segments": [{"start": 1.0, "end": 3.5, "text": " The ice held. When?", "words": words(confidence="score")}]},
        ("0", "1"),
        "stdp",
    ),
    "aws": (aws(AWS_LABELS), ("spk_0", "spk_1"), "stdp"),
    "aws with speakers on items": (aws({"audio_segments": AUDIO_SEGMENTS}, own=True), ("spk_0", "spk_1"), "stdp"),
    "aws channels": (
        aws(
            {
                "channel_labels": {
                    "channels": [
                        {
                            "channel_label": "ch_0",
                            "items": [
                                {"start_time": n, "end_time": n, "type": "pronunciation"} for n in ("1.0", "1.3", "2.0")
                            ],
                        },
                        {
                            "channel_label": "ch_1",
                            "items": [{"start_time": "3.0", "end_time": "3.5", "type": "pronunciation"}],
                        },
                    ]
                }
            }
        ),
        ("ch_0", "ch_1"),
        "stdp",
    ),
    "google": ({"results": google_parts(tagged=False)}, ("?", "?"), "tdp"),
    "google with speakers": ({"results": google_parts(tagged=True)}, ("1", "2"), "stdp"),
    "google, all again at the end": (
        {
            "name": "1",
            "done": True,
            "response": {
                "results": [
                    *google_parts(tagged=False),
                    {"alternatives": [{"words": google("speakerTag", "startTime", "endTime")}]},
                ]
            },
        },
        ("1", "2"),
        "stdp",
    ),
    "google v2": (
        {
            "results": {
                "gs://a/b.wav": {
                    "transcript": {
                        "results": [
                            {
                                "alternatives": [
                                    {
                                        "transcript": "The ice held. When?",
                                        "words": google("speakerLabel", "startOffset", "endOffset"),
                                    }
                                ],
                                "resultEndOffset": "3.5s",
                            }
                        ]
                    }
                }
            }
        },
        ("1", "2"),
        "stdp",
    ),
    "azure": (
        {
            "source": "a.wav",
            "durationInTicks": 4e7,
            "combinedRecognizedPhrases": [{"channel": 0, "display": "The ice held. When?"}],
            "recognizedPhrases": [azure(*text) for text in TEXTS],
        },
        ("0", "1"),
        "stp",
    ),
    "azure fast": (
        {
            "durationMilliseconds": 4000,
            "combinedPhrases": [{"text": "The ice held. When?"}],
            "phrases": [
                {
                    "speaker": w,
                    "offsetMilliseconds": round(b * 1000),
                    "durationMilliseconds": round((e - b) * 1000),
                    "text": t,
                    "words": [],
                    "locale": "en-US",
                    "confidence": 0.9,
                }
                for t, b, e, w in TEXTS
            ],
        },
        ("0", "1"),
        "stp",
    ),
    "azure's indexer": (
        {
            "videos": [
                {
                    "insights": {
                        "transcript": [
                            {
                                "id": n,
                                "text": t,
                                "confidence": 0.9,
                                "speakerId": w + 7,
                                "language": "en-US",
                                "instances": [{"start": f"0:00:0{b}", "end": f"0:00:0{e}"}],
                            }
                            for n, (t, b, e, w) in enumerate(TEXTS)
                        ],
                        "speakers": [{"id": 7, "name": "Speaker #1"}, {"id": 8, "name": "Speaker #2"}],
                    }
                }
            ]
        },
        ("Speaker #1", "Speaker #2"),
        "stp",
    ),
    "deepgram": (deepgram(), ("0", "1"), "stdp"),
    "deepgram's paragraphs": (
        deepgram(
            paragraphs={
                "transcript": "\nThe ice held.",
                "paragraphs": [
                    {"speaker": w, "start": b, "end": e, "sentences": [{"text": t, "start": b, "end": e}]}
                    for t, b, e, w in TEXTS
                ],
            }
        ),
        ("0", "1"),
        "stdp",
    ),
    "deepgram's paragraphs alone": (
        {
            "results": {
                "channels": [
                    {
                        "alternatives": [
                            {
                                "paragraphs": {
                                    "paragraphs": [
                                        {
                                            "speaker": w,
                                            "start": b,
                                            "end": e,
                                            "sentences": [{"text": t, "start": b, "end": e}],
                                        }
                                        for t, b, e, w in TEXTS
                                    ]
                                }
                            }
                        ]
                    }
                ]
            }
        },
        ("0", "1"),
        "stp",
    ),
    "deepgram's utterances": (
        {
            "results": {
                "channels": deepgram()["results"]["channels"],
                "utterances": [
                    {
                        "start": b,
                        "end": e,
                        "confidence": 0.9,
                        "channel": 0,
                        "transcript": t,
                        "speaker": w,
                        "id": "x",
                        "words": [word for word in words(spelled="punctuated_word") if word["speaker"] == w],
                    }
                    for t, b, e, w in TEXTS
                ],
            }
        },
        ("0", "1"),
        "stdp",
    ),
    "assemblyai": (
        {
            "id": "x",
            "status": "completed",
            "audio_url": "https://example.org/a.mp3",
            "audio_duration": 4,
            "text": "The ice held. When?",
            "words": words("text"),
            "utterances": [
                {
                    "speaker": "AB"[w],
                    "start": round(b * 1000),
                    "end": round(e * 1000),
                    "text": t,
                    "confidence": 0.9,
                    "words": [],
                }
                for t, b, e, w in TEXTS
            ],
            "entities": [{"entity_type": "x", "text": "ice", "start": 1300, "end": 1800}],
        },
        ("A", "B"),
        "stp",
    ),
    "assemblyai without speakers": (
        {
            "audio_duration": 4,
            "text": "The ice held. When?",
            "utterances": None,
            "words": [
                w | {"start": round(w["start"] * 1000), "end": round(w["end"] * 1000), "speaker": None}
                for w in words("text")
            ],
        },
        ("?", "?"),
        "tdp",
    ),
    "speechmatics": (
        {
            "format": "2.9",
            "job": {"id": "1"},
            "metadata": {"type": "transcription"},
            "results": [
                *(
                    speechmatics(w.strip("."), b, e, "S1", c)
                    for w, (_, b, e, _, c) in zip(SPELLED[:3], PLAIN, strict=False)
                ),
                stop(".", 2.5, "S1"),
                speechmatics("When", 3.0, 3.5, "UU", 0.9),
                stop("?", 3.5, "UU"),
            ],
        },
        ("S1", "UU"),
        "stdp",
    ),
    "speechmatics of old": (
        {
            "format": "1.0",
            "job": {"lang": "en"},
            "speakers": [
                {"duration": "1.6", "name": "M1", "time": "1.0"},
                {"duration": "0.6", "name": "F2", "time": "3.0"},
            ],
            "words": [
                {"duration": f"{e - b:.1f}", "confidence": str(c), "name": s.strip(".?"), "time": str(b)}
                for s, (_, b, e, _, c) in zip(SPELLED[:3], PLAIN, strict=False)
            ]
            + [
                {"duration": "0.0", "confidence": "1", "name": ".", "time": "2.5"},
                {"duration": "0.5", "confidence": "1", "name": "When", "time": "3.0"},
                {"duration": "0.0", "confidence": "1", "name": "?", "time": "3.5"},
            ],
        },
        ("M1", "F2"),
        "stdp",
    ),
    "elevenlabs": ({"language_code": "eng", "text": "The ice held. When?", "words": ELEVEN}, ("0", "1"), "stdp"),
    "gladia": (
        {
            "id": "x",
            "status": "done",
            "result": {
                "metadata": {"audio_duration": 4},
                "transcription": {
                    "full_transcript": "The ice held. When?",
                    "languages": ["en"],
                    "utterances": [
                        {
                            "text": t,
                            "language": "en",
                            "start": b,
                            "end": e,
                            "confidence": 0.9,
                            "channel": 0,
                            "speaker": w,
                            "words": [],
                        }
                        for t, b, e, w in TEXTS
                    ],
                },
            },
        },
        ("0", "1"),
        "stp",
    ),
    "gladia of old": (
        {
            "prediction": [
                {
                    "time_begin": b,
                    "time_end": e,
                    "transcription": t,
                    "speaker": f"speaker_{w}",
                    "probability": 0.9,
                    "language": "en",
                    "channel": "channel_0",
                    "words": [],
                }
                for t, b, e, w in TEXTS
            ]
        },
        ("speaker_0", "speaker_1"),
        "stp",
    ),
    "rev": ({"monologues": REV}, ("0", "1"), "stdp"),
    "rev with names": (
        {"speakers": [{"id": 0, "name": "Ada Lind"}, {"id": 1, "name": "Otto Reyes"}], "monologues": REV},
        ("Ada Lind", "Otto Reyes"),
        "stdp",
    ),
    "kaldi with segments": (
        {"retval": {"status": True, "punct": "The ice held. When?", "words": KALDI, "segmentation": KALDI_SPEAKERS}},
        ("0", "1"),
        "stdp",
    ),
    "kaldi": ({"punct": "The ice held. When?", "words": KALDI}, ("?", "?"), "tdp"),
    "kaldi's server": (
        {
            "status": 0,
            "hypotheses": [{"transcript": "The ice held. When?", "likelihood": 12.5}],
            "segment-start": 1.0,
            "segment-length": 2.5,
            "total-length": 4.0,
        },
        ("?", "?"),
        "tp",
    ),
    "vosk": (
        [
            {
                "result": [{"conf": c, "start": b, "end": e, "word": w} for w, b, e, _, c in PLAIN],
                "text": "the ice held when",
                "spk": [0.1, -0.4],
                "spk_frames": 20,
            }
        ],
        ("?", "?"),
        "td",
    ),
    "watson": (
        {
            "result_index": 0,
            "results": [
                {
                    "final": True,
                    "alternatives": [
                        {"transcript": "The ice held ", "confidence": 0.9, "timestamps": WATSON_WORDS[:3]}
                    ],
                },
                {
                    "final": True,
                    "alternatives": [{"transcript": "When ", "confidence": 0.9, "timestamps": WATSON_WORDS[3:]}],
                },
            ],
            "speaker_labels": [
                {"from": b, "to": e, "speaker": w, "confidence": 0.6, "final": False} for _, b, e, w, _ in PLAIN
            ],
        },
        ("0", "1"),
        "st",
    ),
    "otter": (
        {
            "speech": {
                "title": "Ferry talk",
                "speakers": [{"id": 31, "speaker_name": "Ada Lind"}],
                "transcripts": [
                    {
                        "start_offset": round(b * 16000),
                        "end_offset": round(e * 16000),
                        "speaker_id": 31 if not w else None,
                        "speaker_model_label": str(w),
                        "transcript": t,
                        "alignment": [],
                    }
                    for t, b, e, w in TEXTS
                ],
            }
        },
        ("Ada Lind", "?"),
        "stp",
    ),
    "sonix": (
        {
            "name": "talk",
            "language": "en",
            "transcript": [
                {"speaker": f"Speaker {w}", "start_time": b, "end_time": e, "text": t, "words": []}
                for t, b, e, w in TEXTS
            ],
        },
        ("Speaker 0", "Speaker 1"),
        "stp",
    ),
    "trint": (
        {
            "transcript": {
                "words": [
                    {"time": round(b * 1000), "duration": round((e - b) * 1000), "value": s}
                    for s, (_, b, e, _, _) in zip(SPELLED, PLAIN, strict=True)
                ],
                "speakers": [{"name": "Ada Lind", "time": 1000}, {"name": "Otto Reyes", "time": 3000}],
            }
        },
        ("Ada Lind", "Otto Reyes"),
        "stp",
    ),
    "hyperaudio": (
        {
            "words": words("text", who=None),
            "paragraphs": [{"speaker": f"Speaker {w}", "start": b, "end": e} for _, b, e, w in TEXTS],
        },
        ("Speaker 0", "Speaker 1"),
        "stdp",
    ),
    "happy scribe": (
        [
            {
                "speaker": f"Speaker {who}",
                "words": [
                    {
                        "text": w["word"],
                        "type": "text",
                        "data_start": w["start"],
                        "data_end": w["end"],
                        "confidence": w["confidence"],
                    }
                    for w in words()
                    if w["speaker"] == who
                ],
            }
            for who in (0, 1)
        ],
        ("Speaker 0", "Speaker 1"),
        "stdp",
    ),
    "nemo": (
        {
            "status": "success",
            "session_id": "talk",
            "transcription": "The ice held. When?",
            "speaker_count": 2,
            "words": words("word", "start_time", "end_time"),
            "sentences": [
                {"speaker": f"speaker_{w}", "start_time": b, "end_time": e, "text": t} for t, b, e, w in TEXTS
            ],
        },
        ("speaker_0", "speaker_1"),
        "stp",
    ),
    "pyannote": (
        {
            "jobId": "x",
            "output": {
                "diarization": [{"speaker": f"SPEAKER_0{w}", "start": b, "end": e} for _, b, e, w in TEXTS],
                "wordLevelTranscription": words("text"),
                "turnLevelTranscription": [
                    {"speaker": f"SPEAKER_0{w}", "start": b, "end": e, "text": t} for t, b, e, w in TEXTS
                ],
            },
        },
        ("SPEAKER_00", "SPEAKER_01"),
        "stp",
    ),
    "tokens": (
        {
            "text": "The ice held. When?",
            "tokens": [
                {"text": t, "start_ms": n, "end_ms": n + 100, "confidence": 0.9, "speaker": "1" if n < 3000 else "2"}
                for t, n in TOKENS
            ],
        },
        ("1", "2"),
        "sp",
    ),
    "a meeting bot": (
        [
            {
                "participant": {"id": w, "name": f"Guest {w}"},
                "words": [
                    {
                        "text": x["word"],
                        "start_timestamp": {"relative": x["start"]},
                        "end_timestamp": {"relative": x["end"]},
                    }
                    for x in words()
                    if x["speaker"] == w
                ],
            }
            for w in (0, 1)
        ],
        ("Guest 0", "Guest 1"),
        "stp",
    ),
    "a web player": (
        [
            {
                "start": f"00:00:0{b:.3f}",
                "start_ms": round(b * 1000),
                "end": f"00:00:0{e:.3f}",
                "speaker": "12",
                "voice": f"Guest {w}",
                "text": t,
            }
            for t, b, e, w in TEXTS
        ],
        ("Guest 0", "Guest 1"),
        "stp",
    ),
    "teams": (
        {
            "entries": [
                {
                    "id": "x",
                    "speakerId": "y",
                    "speakerDisplayName": f"Guest {w}",
                    "startOffset": f"00:00:0{b:.7f}",
                    "endOffset": f"00:00:0{e:.7f}",
                    "text": t,
                    "confidence": 0.9,
                }
                for t, b, e, w in TEXTS
            ],
            "events": [],
        },
        ("Guest 0", "Guest 1"),
        "stp",
    ),
    "gentle": (
        {
            "transcript": "The ice held. When?",
            "words": [
                {
                    "alignedWord": w,
                    "case": "success",
                    "word": w,
                    "start": b,
                    "end": e,
                    "startOffset": n * 5,
                    "endOffset": n * 5 + 3,
                    "phones": [{"duration": 0.1, "phone": "dh_B"}],
                }
                for n, (w, b, e, _, _) in enumerate(PLAIN)
            ],
        },
        ("?", "?"),
        "tp",
    ),
    "aeneas": (
        {
            "fragments": [
                {"begin": f"{b:.3f}", "children": [], "end": f"{e:.3f}", "id": "f1", "language": "eng", "lines": [t]}
                for t, b, e, _ in TEXTS
            ]
        },
        ("?", "?"),
        "tp",
    ),
    "captions": ([{"text": t, "start": b, "duration": e - b} for t, b, e, _ in TEXTS], ("?", "?"), "tp"),
    "rows": ([[b, e, t] for t, b, e, _ in TEXTS], ("?", "?"), "tp"),
    "rows with speakers": ([[b, e, f"Guest {w}", t] for t, b, e, w in TEXTS], ("Guest 0", "Guest 1"), "stp"),
    "rows of words": (
        {"words": [[str(round(b * 1000)), s] for s, (_, b, _, _, _) in zip(SPELLED, PLAIN, strict=True)]},
        ("?", "?"),
        "p",
    ),
}


@pytest.mark.parametrize("producer", PRODUCERS)
def test_one_conversation_of_many_producers(producer: str) -> None:
    found, (first, second), told = PRODUCERS[producer]
    reading = read(found)
    one, other = ("The ice held.", "When?") if "p" in told else ("the ice held", "when")
    if producer == "watson":
        one, other = "The ice held", "When"
    assert said(reading) == ([(first, f"{one} {other}")] if first == second else [(first, one), (second, other)])
    if "t" in told:
        assert times(reading) == ([(1000, 3500)] if first == second else [(1000, 2500), (3000, 3500)])
    assert [word.strip(".") for word in unsure(reading)] == (["held"] if "d" in told else [])
    assert set(codes(reading)) <= {"no-speakers-told", "speaker-not-told"}


# --- who speaks -------------------------------------------------------------------------------------------------------


def segments(*labels: Any, key: str = "speaker") -> Any:
    """A segment each second; without a label where that is "-"."""
    return {
        "segments": [
            ({key: label} if label != "-" else {}) | {"start": n, "end": n + 0.9, "text": f"Sentence {n}."}
            for n, label in enumerate(labels)
        ]
    }


def test_one_label_is_one_voice_also_when_it_is_a_letter_or_a_number() -> None:
    for label in ("A", "Q", 0, "0", "spk_0", "SPEAKER_00", "Speaker 1", "Unknown"):
        assert said(read(segments(label, label))) == [(str(label), "Sentence 0. Sentence 1.")]


def test_a_label_that_stands_at_changes_only_goes_on() -> None:
    for none in ("-", ""):
        assert said(read(segments("Ada", none, "Otto", none, none))) == [
            ("Ada", "Sentence 0. Sentence 1."),
            ("Otto", "Sentence 2. Sentence 3. Sentence 4."),
        ]


def test_where_each_segment_has_a_label_one_without_is_by_somebody_unknown() -> None:
    for none in ("-", None, ""):
        reading = read(segments("A", "A", none, none, "A", "B"))
        assert [label for label, _ in said(reading)] == ["A", "?", "A", "B"]
        assert codes(reading) == ["speaker-not-told"]


def test_a_speaker_that_is_null_is_unknown() -> None:
    assert [label for label, _ in said(read(segments("A", None, "B")))] == ["A", "?", "B"]


def test_a_segment_keeps_the_speaker_that_its_producer_gives_it() -> None:
    mixed = [{"word": "Sentence", "speaker": "B"}, {"word": "0.", "speaker": "A"}]
    found = segments("A", "A")
    found["segments"][0]["words"] = mixed
    assert said(read(found)) == [("A", "Sentence 0. Sentence 1.")]


def test_speakers_may_be_objects_or_names_in_a_table() -> None:
    for speaker in ({"name": "Ada Lind"}, {"id": 3, "display_name": "Ada Lind"}):
        assert said(read(segments(speaker))) == [("Ada Lind", "Sentence 0.")]
    for table in ([{"id": 3, "name": "Ada Lind"}], {"3": "Ada Lind"}, {"3": {"name": "Ada Lind"}}):
        assert said(read(segments(3) | {"speakers": table})) == [("Ada Lind", "Sentence 0.")]
    assert said(read(segments("spk1") | {"speakers": [{"spkid": "spk1", "name": "Ada Lind"}]})) == [
        ("Ada Lind", "Sentence 0.")
    ]


def test_what_a_table_says_of_a_speaker_is_declared() -> None:
    people = [{"id": 3, "name": "Ada Lind", "role": "Harbour Master", "organization": "Norhaven"}]
    (speaker,) = read(segments(3) | {"speakers": people}).transcript.meta.speakers
    assert (speaker.name, speaker.role, speaker.affiliation) == ("Ada Lind", "Harbour Master", "Norhaven")


def test_channels_are_voices_where_nothing_else_tells_them_apart() -> None:
    found = [
        {"channel": 0, "start": 0.0, "end": 1.0, "transcript": "Well?"},
        {"channel": 0, "start": 4.0, "end": 5.0, "transcript": "Oh."},
        {"channel": 1, "start": 2.0, "end": 3.0, "transcript": "It did."},
    ]
    assert said(read({"results": {"utterances": found}})) == [("0", "Well?"), ("1", "It did."), ("0", "Oh.")]


def test_channels_of_words_are_put_in_order() -> None:
    def channel(*words: tuple[str, float]) -> Any:
        found = [{"word": word, "start": at, "end": at + 0.4} for word, at in words]
        return {"alternatives": [{"transcript": " ".join(word for word, _ in words), "words": found}]}

    found = [channel(("Well?", 0), ("Oh.", 4)), channel(("It", 2), ("did.", 2.5))]
    assert said(read({"results": {"channels": found}})) == [("0", "Well?"), ("1", "It did."), ("0", "Oh.")]


def test_entries_and_files_may_be_numbered() -> None:
    entries = segments("A", "B")["segments"]
    numbered = {str(number): entry for number, entry in enumerate(entries)}
    for found in (
        numbered,
        {"transcript": numbered},
        {"results": {f"gs://x/{n}.wav": {"segments": [e]} for n, e in numbered.items()}},
    ):
        assert said(read(found)) == [("A", "Sentence 0."), ("B", "Sentence 1.")]


def test_of_several_guesses_the_best_is_taken() -> None:
    guesses = [
        [{"word": word, "start_time": n / 2} for n, word in enumerate(text.split())] for text in ("the ice", "the eyes")
    ]
    assert said(read({"transcripts": [{"confidence": -9.5, "words": words} for words in guesses]})) == [
        ("?", "the ice")
    ]


def test_names_before_colons_are_labels_where_nothing_else_tells_who_speaks() -> None:
    texts = ["Ada: Good morning.", "It is late.", "Otto: Is it?", "Ada: Yes.", ">> No."]
    found = [{"text": text, "start": n, "duration": 0.9} for n, text in enumerate(texts)]
    assert said(read(found)) == [
        ("Ada", "Good morning. It is late."),
        ("Otto", "Is it?"),
        ("Ada", "Yes."),
        ("?", "No."),
    ]


def test_files_behind_one_another_in_a_list_are_read_in_order() -> None:
    found = [segments("A"), segments("B")]
    assert said(read(found)) == [("A", "Sentence 0."), ("B", "Sentence 0.")]


# --- what is said -----------------------------------------------------------------------------------------------------


def spoken(*words: str) -> str:
    return said(read({"words": [{"word": word, "start": n / 2, "end": n / 2 + 0.4} for n, word in enumerate(words)]}))[
        0
    ][1]


def test_words_are_joined_as_they_are_written() -> None:
    assert spoken("Well", ",", "no", ".", "It", "'s", "“", "late", "”", "!") == "Well, no. It's “late”!"
    assert spoken("In", "(", "2031", ")", "we", "paid", "50", "%") == "In (2031) we paid 50%"
    assert spoken(" Well", ",", " it", "'s", " e", "ight", ".") == "Well, it's eight."
    assert spoken("今天", "天气", "很好", "。") == "今天天气很好。"
    assert spoken("¿", "Qué", "?") == "¿Qué?"


def test_marks_of_html_and_tokens_of_time_are_no_words() -> None:
    texts = ("<i>Well</i> &amp; good", "It&#39;s<br>late", "<|0.00|> Oh [_TT_50]", "a < b && c > d")
    found = [{"text": text, "start": n, "end": n + 1} for n, text in enumerate(texts)]
    assert said(read(found)) == [("?", "Well & good It's late Oh a < b && c > d")]


def test_noises_are_events() -> None:
    found = [
        {"text": "Well.", "start": 0, "end": 1, "speaker": "A"},
        {"text": "[Applause]", "start": 1, "end": 2},
        {"text": "Thank you.", "start": 2, "end": 3, "speaker": "A"},
    ]
    (turn,) = turns(read(found))
    assert [type(part).__name__ for part in turn.parts] == ["Block", "Event", "Block"]
    assert isinstance(turn.parts[1], Event) and turn.parts[1].kind == "applause"


def test_noises_among_words_are_marked() -> None:
    noise = {"text": "(laughs)", "type": "audio_event", "start": 0.5, "end": 0.9}
    found = [ELEVEN[0], ELEVEN[1], noise, ELEVEN[3], ELEVEN[2]]
    (turn,) = turns(read({"words": found}))
    assert turn.blocks[0].text == "The (laughs) ice"
    assert [(m.kind, m.start, m.end) for m in turn.blocks[0].marks if m.kind == "event"] == [("event", 4, 12)]
    tag = {"type": "tag", "name": "crosstalk"}
    assert said(read({"monologues": [rev([element("Well", 1, 2), BLANK, tag], 0)]})) == [("0", "Well [crosstalk]")]


def test_words_of_little_confidence_are_marked_on_any_scale() -> None:
    def doubted(*sure: Any) -> list[str]:
        return unsure(
            read({"words": [{"word": f"w{n}", "start": n, "end": n + 1, "conf": c} for n, c in enumerate(sure)]})
        )

    assert doubted(0.9, 0.49, 0.5) == ["w1"]
    assert doubted("0.9", "0.1") == ["w1"]
    assert doubted(99, 12) == ["w1"]
    assert doubted(0, 0, 0) == []  # not told
    assert doubted(None, "x", float("nan")) == []


def test_segments_of_little_confidence_are_marked_as_their_producer_does() -> None:
    def doubted(**more: Any) -> list[str]:
        return unsure(read([{"text": "Well then.", "start": 0, "end": 2, **more}]))

    assert doubted(confidence=0.3) == ["Well then."]
    assert doubted(avg_logprob=-1.2) == ["Well then."]
    assert doubted(confidence=0.0) == doubted(avg_logprob=-0.4) == []
    assert unsure(read({"words": [{"word": "<unk>", "start": 0, "end": 1}]})) == ["<unk>"]


def test_long_turns_have_paragraphs_at_pauses() -> None:
    words = [{"text": f"word{n}.", "start": n * 1000 + (n > 150) * 5000, "end": n * 1000 + 900} for n in range(300)]
    words = [word | {"end": word["start"] + 900} for word in words]
    text = " ".join(word["text"] for word in words)
    utterance = {"speaker": "A", "start": 0, "end": 304_900, "text": text, "words": words}
    (turn,) = turns(read({"utterances": [utterance], "audio_duration": 305}))
    assert len(turn.blocks) > 2 and " ".join(block.text for block in turn.blocks) == text
    assert any(block.text.startswith("word151.") for block in turn.blocks)
    assert (turn.start, turn.end) == (0, 304_900)


# --- times ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        (1.5, 1500),
        ("1.5", 1500),
        ("1.500s", 1500),
        ("00:00:01,500", 1500),
        ("0:01.5", 1500),
        ("1:02:03", 3_723_000),
        ("PT1.5S", 1500),
        ("PT1H2M", 3_720_000),
        ({"seconds": "1", "nanos": 500_000_000}, 1500),
        ({"nanos": 5e8}, 500),
        ({"relative": 1.5}, 1500),
        ("00:00:01:12", 1000),
        (-1, None),
        ("soon", None),
        (True, None),
        (1e300, None),
        ([], None),
    ],
)
def test_times_are_written_in_many_ways(written: Any, meant: int | None) -> None:
    (turn,) = turns(read([{"text": "Well then, good morning.", "start": written, "speaker": "A"}]))
    assert turn.start == meant


@pytest.mark.parametrize("unit", [1, 1000, 1_000_000, 10_000_000])
def test_the_unit_is_found_by_how_fast_people_speak(unit: int) -> None:
    found = [{"text": f"Sentence number {n}.", "start": n * 2 * unit, "end": (n * 2 + 1) * unit} for n in range(5)]
    assert times(read(found)) == [(0, 9000)]


def test_long_silence_does_not_make_seconds_milliseconds() -> None:
    assert times(read({"segments": [{"text": "Thank you.", "start": 0.0, "end": 30.0}]})) == [(0, 30_000)]


def test_times_that_run_backwards_are_reported_and_the_words_kept() -> None:
    found = [
        {"text": "Later.", "start": 9, "end": 8, "speaker": "A"},
        {"text": "Sooner.", "start": 1, "end": 2, "speaker": "B"},
    ]
    reading = read(found)
    assert said(reading) == [("A", "Later."), ("B", "Sooner.")]
    assert times(reading) == [(9000, None), (1000, 2000)]
    assert codes(reading) == ["times-backwards"]


# --- YouTube ----------------------------------------------------------------------------------------------------------


def test_timed_text_changes_speakers_at_chevrons() -> None:
    events = [
        {"tStartMs": 0, "dDurationMs": 9000, "id": 1, "wpWinPosId": 1},
        {
            "tStartMs": 100,
            "dDurationMs": 3000,
            "segs": [{"utf8": "well", "acAsrConf": 0}, {"utf8": " then", "tOffsetMs": 200}],
        },
        {"tStartMs": 2000, "dDurationMs": 2000, "aAppend": 1, "segs": [{"utf8": "\n"}]},
        {"tStartMs": 2010, "dDurationMs": 3000, "segs": [{"utf8": "we go"}, {"utf8": " >> when"}]},
        {"tStartMs": 5000, "dDurationMs": 1000, "segs": [{"utf8": "[Music]"}]},
    ]
    reading = read({"wireMagic": "pb3", "events": events}, "talk.json3")
    assert said(reading) == [("?", "well then we go"), ("?", "when")]
    assert times(reading) == [(100, 5000), (2010, 5000)]


# --- the file ---------------------------------------------------------------------------------------------------------


def test_what_the_file_says_of_the_event() -> None:
    found = segments("A") | {"title": "Ferry talk", "language": "english", "recorded_at": "2031-05-06T10:00:00Z"}
    meta = read(found).transcript.meta
    assert (meta.title, meta.language, meta.date) == ("Ferry talk", "en", "2031-05-06")
    assert read({"result": {"language": "de"}} | segments("A")).transcript.meta.language == "de"
    assert read(segments("A") | {"language_code": "en_us"}).transcript.meta.language == "en-us"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_encodings(encoding: str) -> None:
    text = json.dumps(
        segments("Zoë") | {"segments": [{"text": "Grüße.", "start": 0, "speaker": "Zoë"}]}, ensure_ascii=False
    )
    for name in ("talk.json", "talk.txt", "talk.asr"):
        reading = readers.read(text.encode(encoding), name)
        assert said(reading) == [("Zoë", "Grüße.")]


def test_one_value_a_line_is_a_list() -> None:
    lines = "\n".join(json.dumps(segment) for segment in segments("A", "B")["segments"])
    assert said(readers.read(lines.encode(), "talk.jsonl")) == [("A", "Sentence 0."), ("B", "Sentence 1.")]
    assert said(readers.read(f")]}}'\n{json.dumps(segments('A'))}".encode(), "talk.json")) == [("A", "Sentence 0.")]


@pytest.mark.parametrize("sign", ["NaN", "Infinity", "-Infinity"])
def test_what_is_no_number_is_left_out_and_reported(sign: str) -> None:
    text = f'[{{"text": "Well then.", "start": 1.0, "end": {sign}, "speaker": "A",\n"confidence": {sign}}}]'
    reading = readers.read(text.encode(), "talk.json")
    assert said(reading) == [("A", "Well then.")] and times(reading) == [(1000, None)]
    (wrong,) = reading.problems
    assert (wrong.code, wrong.place and wrong.place.line) == ("json-no-number", 1)


def test_a_file_that_is_cut_off_is_kept_as_far_as_it_goes() -> None:
    text = json.dumps(segments("A", "B", "C"), indent=1)
    for end in range(text.index("Sentence 1") + 10, len(text) - 3):
        reading = readers.read(text[:end].encode(), "talk.json")
        assert "json-cut-off" in codes(reading)
        assert [words for _, words in said(reading)][:2] in (
            ["Sentence 0.", words] for words in ("Sentence 1", "Sentence 1.")
        )


def test_a_file_that_is_cut_off_names_its_line() -> None:
    reading = readers.read(b'{"segments": [\n{"speaker": "A", "text": "The ice', "talk.json")
    assert said(reading) == [("A", "The ice")]
    (wrong,) = reading.problems
    assert wrong.place and (wrong.code, wrong.place.line) == ("json-cut-off", 2)


def test_a_file_that_is_broken_in_the_middle_is_refused() -> None:
    reading = readers.read(b'[{"speaker": "A", "text": "The ice held."},\n{"speaker" "B"}]', "talk.json")
    (wrong,) = reading.problems
    assert wrong.place and (wrong.code, wrong.place.line) == ("broken-json", 2)
    assert said(reading) == [("A", "The ice held.")]


@pytest.mark.parametrize("opening", ["[", '{"a":', '[{"words":'])
def test_nesting_without_end_is_a_problem(opening: str) -> None:
    for closing in ("", "]" * 100_000):
        begun = process_time()
        assert codes(readers.read((opening * 100_000 + closing).encode(), "talk.json"))
        assert process_time() - begun < 5


@pytest.mark.parametrize(
    "level",
    [
        "[{}]",
        '{{"1":{}}}',
        '{{"a":{}}}',
        '{{"words":[{}]}}',
        '{{"sentences":[{},1]}}',
        '[{{"text":"a b","lines":[{}]}}]',
    ],
)
def test_deep_nesting_is_read(level: str) -> None:
    text = '{"text": "a b", "speaker": "A", "start": 1}'
    for _ in range(300):
        text = level.format(text)
    readers.read(text.encode(), "talk.json")


def test_what_is_no_speech_is_reported() -> None:
    for value in ({}, [], 3, "x", None, True, [1, 2], {"a": {"b": [1]}}, {"segments": [{"start": 1}]}):
        assert codes(read(value)) == ["nothing-spoken"]
    assert codes(read({"status": "queued", "id": "x"})) == ["nothing-spoken"]


def test_where_it_stands_in_the_file() -> None:
    reading = readers.read(json.dumps(segments("A", "B", "A"), indent=1).encode(), "talk.json")
    lines = [position.line for position in reading.item_positions]
    text = json.dumps(segments("A", "B", "A"), indent=1).split("\n")
    assert all(f"Sentence {n}." in text[line - 1] for n, line in enumerate(lines))
    assert [one.text for one in reading.explained] == [f"{who}: Sentence {n}." for n, who in enumerate("ABA")]


@pytest.mark.parametrize("shape", ["segments", "words", "text", "one word"])
def test_large_files_are_read_in_linear_time(shape: str) -> None:
    def seconds(count: int) -> float:
        found: Any = {
            "segments": segments(*("AB"[n // 9 % 2] for n in range(count))),
            "words": {"words": [{"word": f"w{n}", "start": n / 3, "end": n / 3} for n in range(count)]},
            "text": {"text": "word " * count, "words": [{"word": f"w{n}"} for n in range(count)]},
            "one word": {
                "words": [{"word": "a" * 20, "start": 0, "end": 0} for n in range(count)],
                "text": "a" * 20 * count,
            },
        }[shape]
        data = json.dumps(found).encode()
        begun = process_time()
        readers.read(data, "talk.json")
        return process_time() - begun

    seconds(500)
    assert seconds(16_000) < 14 * seconds(4_000) + 0.2


# --- laws -------------------------------------------------------------------------------------------------------------

NAMES = st.sampled_from(
    """results channels alternatives words segments items sentences paragraphs utterances text start end speaker
    speakers transcript timestamp monologues elements type value events segs utf8 tStartMs nBest timestamps confidence
    speaker_labels name duration time word from to instances channel""".split()
)
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=6),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(NAMES, inner, max_size=4),
    max_leaves=40,
)


@given(VALUES)
def test_whatever_json_says_it_is_read(value: Any) -> None:
    reading = read(value)
    assert len(reading.item_positions) == len(reading.transcript.items)


def test_a_table_of_speakers_may_tell_when_they_speak() -> None:
    insights = {
        "transcript": [
            {"id": 1, "text": "The ice.", "speakerId": 1, "instances": [{"start": "0:00:00.5", "end": "0:00:02"}]},
            {"id": 2, "text": "Yes.", "speakerId": 2, "instances": [{"start": "0:00:03", "end": "0:00:04"}]},
        ],
        "speakers": [
            {"id": 1, "name": "Ada Lind", "instances": [{"start": "0:00:00.5", "end": "0:00:02"}]},
            {"id": 2, "name": "Otto Brook", "instances": [{"start": "0:00:03", "end": "0:00:04"}]},
        ],
    }
    assert said(read({"videos": [{"insights": insights}]})) == [("Ada Lind", "The ice."), ("Otto Brook", "Yes.")]


def test_keys_that_count_are_a_list() -> None:
    parts = {
        "talk-1.wav": [
            "SPEAKER_04",
            [{"start": 0.5, "end": 3.5, "content": "The ice"}, {"start": 3.8, "content": "came."}],
        ],
        "talk-2.wav": ["SPEAKER_09", [{"start": 13.8, "end": 14.3, "content": "How?"}]],
        "talk-3.wav": ["SPEAKER_05", []],
    }
    assert said(read(parts)) == [("SPEAKER_04", "The ice came."), ("SPEAKER_09", "How?")]


WORDS = st.lists(st.text("abcäß.,?!'’“”()今天", min_size=1, max_size=6), min_size=1, max_size=8)
TALK = st.lists(st.tuples(st.sampled_from(["A", "B", 0, None]), WORDS, st.integers(0, 9000)), min_size=1, max_size=8)


def squeezed(text: str) -> str:
    return "".join(text.split())


def everything(reading: Reading) -> str:
    parts = []
    for item in reading.transcript.items:
        if isinstance(item, Turn):
            parts += [part.text for part in item.parts]
        elif isinstance(item, Event):
            parts.append(item.text)
    return squeezed(" ".join(parts)).translate(str.maketrans("", "", "()"))


@given(TALK, st.booleans())
def test_every_word_is_there_in_order(talk: Any, timed: bool) -> None:
    written = squeezed("".join(word for _, words, _ in talk for word in words)).translate(str.maketrans("", "", "()"))
    entries = [
        {
            "speaker": who,
            "text": " ".join(words),
            "words": [
                {"word": word} | ({"start": n + at, "end": n + at} if timed else {}) for n, word in enumerate(words)
            ],
            "start": at,
            "end": at + 1,
        }
        for who, words, at in talk
    ]
    assert everything(read({"utterances": entries})) == written
    single = [{"word": word, "speaker": who, "start": at, "end": at} for who, words, at in talk for word in words]
    assert everything(read({"words": single})) == written
    without = [{"speaker": who, "words": [{"text": word} for word in words]} for who, words, _ in talk]
    assert everything(read({"monologues": without})) == written


@given(TALK)
def test_neighbours_have_different_labels(talk: Any) -> None:
    entries = [{"speaker": who, "text": " ".join(words), "start": at, "end": at} for who, words, at in talk]
    labels = [label for label, _ in said(read({"utterances": entries}))]
    assert all(one != other for one, other in pairwise(labels))


def test_a_single_text_is_read_as_plain_text() -> None:
    text = "Ada Lind: Good morning.\n\nOtto Reyes: Is it?\n\nAda Lind: It is.\n"
    for found in (
        {"title": "Ferry talk", "transcript": text},
        {"data": {"text": text, "title": "Ferry talk"}},
        {"title": "Ferry talk", "transcript": text.split("\n")},
    ):
        reading = read(found)
        assert said(reading) == [("Ada Lind", "Good morning."), ("Otto Reyes", "Is it?"), ("Ada Lind", "It is.")]
        assert reading.transcript.meta.title == "Ferry talk"


def test_half_a_sign_becomes_the_sign_for_unknown_ones() -> None:
    reading = readers.read(
        rb'[{"text": "Well \ud83d \ud83d\ude00 \\ud83d", "start": 0, "speaker": "A\udc00"}]', "talk.json"
    )
    assert said(reading) == [("A\ufffd", "Well \ufffd \U0001f600 \\ud83d")]


def test_an_end_without_a_start_is_none() -> None:
    assert times(read([{"text": "Well.", "end": 3, "speaker": "A"}])) == [(None, None)]


@given(TALK)
def test_what_is_written_in_the_native_format_is_read_back(talk: Any) -> None:
    entries = [{"speaker": who, "text": " ".join(words), "start": at, "confidence": 0.1} for who, words, at in talk]
    transcript = read({"utterances": entries}).transcript
    assert native.read(native.write(transcript).encode(), "talk.md").transcript.items == transcript.items
