"""What people write in a weekly form: lines of their own for each side of the table, none of them a template."""

from __future__ import annotations

# Lines that touch no theme of study C: what was good ...
WELL = [
    "Vi satt ute, det gjorde samtalen lettere.",
    "Alle kom, også den som pleier å melde forfall.",
    "Det ble stille lenge, og så kom det likevel.",
    "Fint å ha med tante denne gangen.",
    "Jeg fikk sagt det jeg hadde skrevet på lappen.",
    "De lo av det samme, det har jeg ikke sett før.",
    "Trygt, for en gangs skyld.",
    "Vi ble enige om én ting og lot resten ligge.",
    "Tolken var syk, så vi tok det med hender og føtter.",
    "Fikk hjem et ark som var til å forstå.",
    "God stemning, boller på bordet.",
    "Vi gikk gjennom avtalen punkt for punkt.",
    "Jeg gruet meg, men det gikk.",
    "Litt kort, men greit nok.",
    "Hun ringte dagen etter og spurte hvordan det gikk.",
    "Far og jeg snakket sammen på vei ut.",
    "Alt ble skrevet ned mens vi så på.",
    "Ingen kom med pekefingeren.",
    "Bra at det var på kjøkkenet hjemme.",
    "Det hjalp å ha det i fysisk form, ikke på skjerm.",
    "Vi lagde en liste over hvem som kan ringes om natta.",
    "Uenighet, men ordentlig.",
    "Hun husket hva jeg sa sist.",
    "Vi begynte med det som er bra, og det var uvant.",
    "Første gang jeg ikke gråt.",
    "Læreren hadde med tegninger.",
    "Onkel holdt ord.",
    "Lagt fram på en måte som gjorde at jeg turte.",
    "Hunden fikk være med.",
    "De skjønte meg, tror jeg.",
    "Planen henger på kjøleskapet nå.",
    "Vi ble ferdige med punkt to.",
    "Naboen passet de små, derfor kunne begge komme.",
    "Takk for suppa.",
    "Jeg bestemte hvor vi skulle sitte.",
    "Han sa unnskyld. Det hadde jeg ikke ventet.",
]

# ... and the rest.
PLAIN = [
    "Kaffen var kald og stolene harde.",
    "Samme sak for tredje gang.",
    "Rommet var dobbeltbooket, vi endte på lageret.",
    "Lite nytt.",
    "Papirene var ikke sendt ut på forhånd.",
    "Ingen visste hvem som skulle skrive referatet.",
    "En oppsummering på tavla hadde hjulpet.",
    "Telefonen ringte midt i.",
    "Nei, ingenting.",
    "Mer av det samme, takk.",
    "At noen spør hvordan det går med meg også.",
    "Vikaren kjente ikke saken.",
    "Bilen streiket og jeg kom midt i.",
    "Ordene ble for store for meg.",
    "Han fra skolen satt med jakka på.",
    "Det var for mange rundt bordet.",
    "Jeg hadde trengt en pause.",
    "Skjermen frøs, vi så bare hverandres tak.",
    "Savner en som kan si hva lappen betyr.",
    "De voksne snakket seg imellom.",
    "Jeg forsto ikke halvparten av forkortelsene.",
    "To var sykmeldt.",
    "Parkeringen er håpløs.",
    "En ny innkalling med feil adresse.",
    "Jeg ble sittende og høre på.",
    "Et glass vann hadde ikke vært dumt.",
    "Ingen hadde lest det jeg sendte.",
    "Et møte til og jeg hadde gitt opp.",
    "For varmt i rommet.",
    "Altfor mange skjemaer, dette inkludert.",
    "Jeg vil vite hvem som får lese dette.",
    "Samtalen gikk i ring.",
    "Bussen går bare annenhver, så jeg måtte løpe.",
    "Det var ingen som presenterte seg.",
]

# Lines about having time ...
TIME_ENOUGH = [
    "Endelig god tid, ingen så på døra.",
    "Jeg fikk den tida jeg trengte.",
    "Hun tok seg tid, enda det var fredag.",
    "Det var satt av tid til å være uenige.",
    "Ingen så på klokka.",
    "Tid til å tenke før jeg svarte, det var nytt.",
    "God tid, dårlig kaffe.",
    "Vi hadde tid til en runde til.",
    "Uten hastverk, og det merket ungene.",
]

# ... and about not having it.
TIME_SHORT = [
    "Vi rakk ikke det viktigste, tida løp fra oss.",
    "Hastverk fra første stund.",
    "Tre kvarter er for lite tid til fire barn.",
    "Mer tid neste gang, er du snill.",
    "Mye tid på praktiske ting, lite på oss.",
    "De så på klokka hele veien.",
    "Hastverket smitter over på ungene.",
    "Sett av mer tid til avslutningen.",
    "Jeg skulle hatt tid alene med henne først.",
    "Det er ikke tid til å tygge på noe.",
]

# Lines in which the child itself is there ...
CHILD = [
    "Guttungen sa det rett ut.",
    "Jentungen tegnet det hun ikke fikk sagt.",
    "Minstemann sov i vogna og sa sitt på den måten.",
    "Guttungen ville sitte på gulvet, så vi gjorde det.",
    "Minstemann lo.",
    "Barnet selv bestemte rekkefølgen.",
]

# ... and in which somebody wishes it was.
CHILD_MISSING = [
    "Barnet selv ble ikke spurt.",
    "Vi glemte å spørre jentungen.",
    "Ingen så på det guttungen hadde laget.",
    "At minstemann fikk ha noe å si.",
    "Noen som snakket til jentungen og ikke om henne.",
]

# A line for each of the twelve cells of the model.
CELLS = {
    "barn_kjenne": "Nå vet vi noe om søvnen til alle tre.",
    "barn_planlegge": "Tannlegen er bestilt.",
    "barn_gjoere": "Skoleveien går de sammen, storesøster først.",
    "barn_se": "Vennskapet med han i nummer ni holder.",
    "omsorg_kjenne": "Leggerutinen hjemme er en annen enn vi trodde.",
    "omsorg_planlegge": "Husreglene er skrevet på nytt.",
    "omsorg_gjoere": "Mer skryt enn kjeft denne uka.",
    "omsorg_se": "Grensesettingen sitter ikke ennå.",
    "miljoe_kjenne": "Besteforeldrene bor nærmere enn det sto i mappa.",
    "miljoe_planlegge": "Fritidsklubben har plass fra høsten.",
    "miljoe_gjoere": "Nabolaget stilte med dugnad.",
    "miljoe_se": "Idrettslaget har sluttet å purre.",
}

# What was written after a course.
COURSE = [
    "At jeg ikke er alene om det.",
    "Rollespillet, selv om jeg hatet det.",
    "Ordene hun brukte om skam.",
    "Å telle til ti.",
    "Boka og adressen til nettsiden.",
    "Ingenting nytt for min del.",
    "At de voksne må rydde først.",
    "Øvelsen med de tre stolene.",
    "Lunsjen og praten der.",
    "Å spørre i stedet for å gjette.",
    "At kommunen mener det.",
    "Kartet over alle som kan hjelpe.",
    "En ny måte å begynne et møte på.",
    "At det er lov å si nei.",
    "Filmen var sterk.",
    "Lite å hente for oss i småbarnsavdelingen.",
    "At andre strever med det samme arket.",
]
