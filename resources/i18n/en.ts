<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="en_US">
<context>
    <name>Counts</name>
    <message numerus="yes">
        <source>%n finding(s)</source>
        <translation>
            <numerusform>%n finding</numerusform>
            <numerusform>%n findings</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n record(s)</source>
        <translation>
            <numerusform>%n record</numerusform>
            <numerusform>%n records</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n record(s) of others</source>
        <translation>
            <numerusform>%n record of others</numerusform>
            <numerusform>%n records of others</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n photo(s)</source>
        <translation>
            <numerusform>%n photo</numerusform>
            <numerusform>%n photos</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>added %n photo(s)</source>
        <translation>
            <numerusform>added %n photo</numerusform>
            <numerusform>added %n photos</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n record(s) recovered, {copied} from the second copy.</source>
        <translation>
            <numerusform>%n record recovered, {copied} from the second copy.</numerusform>
            <numerusform>%n records recovered, {copied} from the second copy.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n draft(s) recovered.</source>
        <translation>
            <numerusform>%n draft recovered.</numerusform>
            <numerusform>%n drafts recovered.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n record(s) lost. Look through the list of the shift and record again what is missing there.</source>
        <translation>
            <numerusform>%n record lost. Look through the list of the shift and record again what is missing there.</numerusform>
            <numerusform>%n records lost. Look through the list of the shift and record again what is missing there.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n photo(s) found again.</source>
        <translation>
            <numerusform>%n photo found again.</numerusform>
            <numerusform>%n photos found again.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>The files of %n photo(s) are gone.</source>
        <translation>
            <numerusform>The file of %n photo is gone.</numerusform>
            <numerusform>The files of %n photos are gone.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n photo file(s) that no record names stay in the data folder.</source>
        <translation>
            <numerusform>%n photo file that no record names stays in the data folder.</numerusform>
            <numerusform>%n photo files that no record names stay in the data folder.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n receipt(s) recovered.</source>
        <translation>
            <numerusform>%n receipt recovered.</numerusform>
            <numerusform>%n receipts recovered.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n receipt(s) could not be verified and were left out; the centre signs anew with the next sync.</source>
        <translation>
            <numerusform>%n receipt could not be verified and was left out; the centre signs anew with the next sync.</numerusform>
            <numerusform>%n receipts could not be verified and were left out; the centre signs anew with the next sync.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Hints</name>
    <message numerus="yes">
        <source>and %n more</source>
        <translation>
            <numerusform>and %n more</numerusform>
            <numerusform>and %n more</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>MapView</name>
    <message numerus="yes">
        <source>%n part(s) of the base map cannot be read: install it again.</source>
        <translation>
            <numerusform>%n part of the base map cannot be read: install it again.</numerusform>
            <numerusform>%n parts of the base map cannot be read: install it again.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>MattersList</name>
    <message numerus="yes">
        <source>%n photo(s) can no longer be read on this laptop</source>
        <translation>
            <numerusform>%n photo can no longer be read on this laptop</numerusform>
            <numerusform>%n photos can no longer be read on this laptop</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n record(s) of officer {who} still to send</source>
        <translation>
            <numerusform>%n record of officer {who} still to send</numerusform>
            <numerusform>%n records of officer {who} still to send</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n record(s) set apart by the centre</source>
        <translation>
            <numerusform>%n record set apart by the centre</numerusform>
            <numerusform>%n records set apart by the centre</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>MeasureCard</name>
    <message numerus="yes">
        <source>%n corner(s), finished. The next tap begins anew.</source>
        <translation>
            <numerusform>%n corner, finished. The next tap begins anew.</numerusform>
            <numerusform>%n corners, finished. The next tap begins anew.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>MissingCard</name>
    <message numerus="yes">
        <source>and %n more photo(s)</source>
        <translation>
            <numerusform>and %n more photo</numerusform>
            <numerusform>and %n more photos</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Parcels</name>
    <message numerus="yes">
        <source>Saved, but %n photo(s) are gone or damaged here</source>
        <translation>
            <numerusform>Saved, but %n photo is gone or damaged here</numerusform>
            <numerusform>Saved, but %n photos are gone or damaged here</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n photo(s) missing at the centre</source>
        <translation>
            <numerusform>%n photo missing at the centre</numerusform>
            <numerusform>%n photos missing at the centre</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ReceiptCard</name>
    <message numerus="yes">
        <source>%n photo(s) missing</source>
        <translation>
            <numerusform>%n photo missing</numerusform>
            <numerusform>%n photos missing</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n newer record(s) to send</source>
        <translation>
            <numerusform>%n newer record to send</numerusform>
            <numerusform>%n newer records to send</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n record(s) of it not covered yet</source>
        <translation>
            <numerusform>%n record of it is not covered yet</numerusform>
            <numerusform>%n records of it are not covered yet</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n newer record(s) since this shift are not in it</source>
        <translation>
            <numerusform>%n newer record since this shift is not in it</numerusform>
            <numerusform>%n newer records since this shift are not in it</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n record(s) still to send</source>
        <translation>
            <numerusform>%n record still to send</numerusform>
            <numerusform>%n records still to send</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n photo(s) missing at the centre</source>
        <translation>
            <numerusform>%n photo missing at the centre</numerusform>
            <numerusform>%n photos missing at the centre</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n record(s) set aside at the centre; the laptop will say why</source>
        <translation>
            <numerusform>%n record set aside at the centre; the laptop will say why</numerusform>
            <numerusform>%n records set aside at the centre; the laptop will say why</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ShiftView</name>
    <message numerus="yes">
        <source>%n record(s) of officer {officer} to send</source>
        <translation>
            <numerusform>%n record of officer {officer} to send</numerusform>
            <numerusform>%n records of officer {officer} to send</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>StatView</name>
    <message numerus="yes">
        <source>%n finding(s)</source>
        <translation>
            <numerusform>%n finding</numerusform>
            <numerusform>%n findings</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>SyncProgress</name>
    <message numerus="yes">
        <source>Sent, but the centre still lacks %n photo(s); they follow by themselves.</source>
        <translation>
            <numerusform>Sent, but the centre still lacks %n photo; it follows by itself.</numerusform>
            <numerusform>Sent, but the centre still lacks %n photos; they follow by themselves.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Sent, without %n photo(s) that this laptop can no longer read</source>
        <translation>
            <numerusform>Sent, without %n photo that this laptop can no longer read</numerusform>
            <numerusform>Sent, without %n photos that this laptop can no longer read</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ThingsList</name>
    <message numerus="yes">
        <source>%n thing(s) in sight</source>
        <translation>
            <numerusform>%n thing in sight</numerusform>
            <numerusform>%n things in sight</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>_Said</name>
    <message numerus="yes">
        <source>At the centre, which lacks %n photo(s)</source>
        <translation>
            <numerusform>At the centre, which lacks %n photo</numerusform>
            <numerusform>At the centre, which lacks %n photos</numerusform>
        </translation>
    </message>
</context>
</TS>
