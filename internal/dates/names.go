package dates

import "strings"

// monthNames has, for each month, its names and usual abbreviations in lower
// case: English, French, German, Spanish, Portuguese, Italian, Dutch, Swedish,
// Danish, Norwegian, Finnish, Polish, Czech, Slovak, Croatian, Romanian,
// Hungarian, Turkish, Greek, Russian, Ukrainian and Indonesian, with the
// genitives that dates use, some also without their diacritics. A name that
// means different months in two of them is left out: "listopada" is November
// in Polish and October in Croatian.
var monthNames = [12]string{
	"january jan janvier janv januar jänner enero ene janeiro gennaio gen januari janua tammikuuta tammikuu stycznia styczeń styczen sty ledna leden január januára siječnja ianuarie januar ocak oca ιανουαρίου ιανουάριος января январь янв січня січень",
	"february feb février fevrier févr fevr februar febr febrero fevereiro fev febbraio febbr februari helmikuuta helmikuu lutego luty lut února unora únor február februára veljače februarie şubat subat şub φεβρουαρίου φεβρουάριος февраля февраль фев февр лютого лютий",
	"march mar mars märz maerz mrz mär marzo março marco maart mrt marts maaliskuuta maaliskuu marca marzec března brezna březen marec ožujka martie március marcius mart μαρτίου μάρτιος марта март мар березня березень maret",
	"april apr avril avr abril abr aprile huhtikuuta huhtikuu kwietnia kwiecień kwiecien kwi dubna duben apríla travnja aprilie április aprilis nisan nis απριλίου απρίλιος апреля апрель апр квітня квітень",
	"may mai mayo maio maggio mag mei maj toukokuuta toukokuu maja května kvetna květen máj mája svibnja május majus mayıs mayis μαΐου μάιος мая май травня травень",
	"june jun juin juni junio junho giugno giu kesäkuuta kesakuuta kesäkuu czerwca czerwiec cze června cervna červen jún júna lipnja iunie június junius haziran haz ιουνίου ιούνιος июня июнь июн червня червень",
	"july jul juillet juil juli julio julho luglio lug heinäkuuta heinakuuta heinäkuu lipca lipiec července cervence červenec júl júla srpnja iulie július julius temmuz tem ιουλίου ιούλιος июля июль июл липня липень",
	"august aug août aout agosto ago augustus augusti elokuuta elokuu sierpnia sierpień sierpien sie srpna srpen augusta kolovoza augusztus ağustos agustos ağu αυγούστου αύγουστος августа август авг серпня серпень agustus",
	"september sep sept septembre septiembre setiembre setembro settembre sett syyskuuta syyskuu września wrzesnia wrzesień wrz září zari septembra rujna septembrie szeptember eylül eylul eyl σεπτεμβρίου σεπτέμβριος сентября сентябрь сен сент вересня вересень",
	"october oct octobre oktober okt octubre outubro ottobre ott lokakuuta lokakuu października pazdziernika październik paź října rijna říjen október októbra octombrie október ekim eki οκτωβρίου οκτώβριος октября октябрь окт жовтня жовтень",
	"november nov novembre noviembre novembro marraskuuta marraskuu listopadu novembra studenoga noiembrie kasım kasim νοεμβρίου νοέμβριος ноября ноябрь ноя нояб",
	"december dec décembre decembre déc dezember dez diciembre dezembro dicembre dic desember des joulukuuta joulukuu grudnia grudzień grudzien gru prosince prosinec decembra prosinca decembrie aralık aralik δεκεμβρίου δεκέμβριος декабря декабрь дек грудня грудень desember",
}

// weekdayNames has, for each weekday from Sunday, its names in lower case in
// the languages of monthNames that put it before a date, for skipping.
var weekdayNames = [7]string{
	"sunday sun dimanche dim sonntag domingo dom domenica zondag söndag søndag sunnuntai niedziela neděle duminică pazar воскресенье вс",
	"monday mon lundi lun montag lunes lunedì maandag måndag mandag maanantai poniedziałek pondělí luni pazartesi понедельник пн segunda",
	"tuesday tue tues mardi dienstag martes martedì dinsdag tisdag tirsdag tiistai wtorek úterý marți salı вторник вт terça",
	"wednesday wed weds mercredi mittwoch miércoles mercoledì woensdag onsdag keskiviikko środa středa miercuri çarşamba среда ср quarta",
	"thursday thu thur thurs jeudi donnerstag jueves giovedì donderdag torsdag torstai czwartek čtvrtek joi perşembe четверг чт quinta",
	"friday fri vendredi freitag viernes venerdì vrijdag fredag perjantai piątek pátek vineri cuma пятница пт sexta",
	"saturday sat samedi samstag sonnabend sábado sabato zaterdag lördag lørdag lauantai sobota sâmbătă cumartesi суббота сб",
}

var (
	monthOf   = index(monthNames[:], 1)
	weekdayOf = index(weekdayNames[:], 0)
)

// index maps each word of rows[i] to i+base.
func index(rows []string, base int) map[string]int {
	m := make(map[string]int, 64*len(rows))
	for i, row := range rows {
		for name := range strings.FieldsSeq(row) {
			m[name] = i + base
		}
	}
	return m
}

// zoneOffsets gives the offset in minutes of zone names that mean one thing
// wherever news is written. Names with two meanings (CST, IST, AST: America or
// Asia) and names that hide summer time (ET, PT) are left out: a time in them
// keeps no zone.
var zoneOffsets = map[string]int{
	"z": 0, "gmt": 0, "utc": 0, "ut": 0, "wet": 0,
	"bst": 60, "cet": 60, "west": 60, "wat": 60,
	"cest": 120, "eet": 120, "cat": 120, "sast": 120,
	"eest": 180, "msk": 180, "eat": 180, "trt": 180,
	"pkt": 300, "hkt": 480, "sgt": 480, "awst": 480, "jst": 540, "kst": 540,
	"aest": 600, "aedt": 660, "nzst": 720, "nzdt": 780,
	"est": -300, "edt": -240, "cdt": -300, "mst": -420, "mdt": -360,
	"pst": -480, "pdt": -420, "akst": -540, "akdt": -480, "hst": -600,
}

// doubtfulZones are zone names that Parse knows and leaves open.
var doubtfulZones = map[string]bool{
	"cst": true, "ist": true, "ast": true, "et": true, "ct": true, "mt": true, "pt": true,
}
