"""Sentences as receivers say them."""

from functools import reduce
from operator import xor

LAT, LON = "3444.7960,N", "11337.5240,E"  # 34.7466 N, 113.6254 E: 花园路, 郑州


def said(body: str) -> bytes:
    """With its checksum and end of line."""
    return f"${body}*{reduce(xor, body.encode()):02X}\r\n".encode()


def rmc(
    time: str, *, talker: str = "GN", status: str = "A", day: str = "271126", at: str = f"{LAT},{LON}", mode: str = "A"
) -> bytes:
    return said(f"{talker}RMC,{time},{status},{at},0.1,,{day},,,{mode}")


def gga(time: str, *, talker: str = "GN", quality: str = "1", hdop: str = "0.8", at: str = f"{LAT},{LON}") -> bytes:
    return said(f"{talker}GGA,{time},{at},{quality},11,{hdop},104.2,M,-12.0,M,,")


def gst(time: str, *, north: str = "1.2", east: str = "0.9", talker: str = "GN") -> bytes:
    return said(f"{talker}GST,{time},1.1,1.3,0.8,30.0,{north},{east},2.5")


def zda(time: str, day: str = "27,11,2026") -> bytes:
    return said(f"GNZDA,{time},{day},00,00")


def second(number: int, *, hdop: str = "0.8") -> bytes:
    """What a receiver says in one second, `number` seconds after 01:00 UTC."""
    time = f"{1 + number // 3600:02d}{number // 60 % 60:02d}{number % 60:02d}.00"
    sky = said("GPGSV,1,1,02,05,41,083,40,13,12,201,33") + said("GBGSV,1,1,01,21,60,120,44")
    return rmc(time) + gga(time, hdop=hdop) + said("GNGSA,A,3,05,13,,,,,,,,,,,1.4,0.8,1.1,1") + sky
