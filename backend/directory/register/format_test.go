package register_test

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"math"
	"math/rand/v2"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"wijkloket/backend/directory"
	"wijkloket/backend/directory/register"
)

// dbf is a dBase III file with the register's fields, written the way its own export does.
func dbf(rows ...[]string) []byte {
	fields := []struct {
		name   string
		length byte
	}{{"adresid", 10}, {"straatnmid", 8}, {"straatnm", 40}, {"huisnr", 11}, {"busnr", 10}, {"postcode", 4}, {"gemeenteid", 5}, {"status", 12}}
	size := 1
	var head bytes.Buffer
	for _, field := range fields {
		descriptor := make([]byte, 32)
		copy(descriptor, field.name)
		descriptor[11], descriptor[16] = 'C', field.length
		head.Write(descriptor)
		size += int(field.length)
	}
	head.WriteByte(0x0D)
	file := make([]byte, 32)
	file[0], file[1], file[2], file[3] = 0x03, 126, 11, 21
	binary.LittleEndian.PutUint32(file[4:], uint32(len(rows)))
	binary.LittleEndian.PutUint16(file[8:], uint16(32+head.Len()))
	binary.LittleEndian.PutUint16(file[10:], uint16(size))
	file = append(file, head.Bytes()...)
	for _, row := range rows {
		file = append(file, row[0][0]) // ' ' or '*', deleted
		for i, field := range fields {
			cell := bytes.Repeat([]byte(" "), int(field.length))
			copy(cell, row[i+1])
			file = append(file, cell...)
		}
	}
	return append(file, 0x1A)
}

// shp is the file of points that belongs to it.
func shp(points ...[2]float64) []byte {
	file := make([]byte, 100)
	binary.BigEndian.PutUint32(file, 9994)
	binary.LittleEndian.PutUint32(file[32:], 1)
	for i, p := range points {
		record := make([]byte, 28)
		binary.BigEndian.PutUint32(record, uint32(i+1))
		binary.BigEndian.PutUint32(record[4:], 10)
		binary.LittleEndian.PutUint32(record[8:], 1)
		binary.LittleEndian.PutUint64(record[12:], math.Float64bits(p[0]))
		binary.LittleEndian.PutUint64(record[20:], math.Float64bits(p[1]))
		file = append(file, record...)
	}
	return file
}

// TestDBF: the Adres file, in UTF-8 and in Windows-1252, with and without its points.
func TestDBF(t *testing.T) {
	set := settings(t, nil)
	set.Force = true
	table := dbf(
		[]string{" ", "1", "7", "Condédreef", "16", "", "8500", "34022", "inGebruik"},
		[]string{" ", "2", "7", "Cond\xe9dreef", "18", "", "8500", "34022", "inGebruik"},
		[]string{"*", "3", "7", "Condédreef", "20", "", "8500", "34022", "inGebruik"},
		[]string{" ", "4", "7", "Condédreef", "22", "", "8500", "34022", "gehistoreerd"},
		[]string{" ", "5", "9", "Kerkstraat", "1", "", "8520", "34023", "inGebruik"},
	)
	points := shp([2]float64{72190.1416, 169208.4672}, [2]float64{72190.1416, 169208.4672}, [2]float64{}, [2]float64{}, [2]float64{})
	for name, shape := range map[string][]byte{"with points": points, "without": nil} {
		t.Run(name, func(t *testing.T) {
			in := register.Input{Name: "Adres.dbf", Reader: bytes.NewReader(table)}
			if shape != nil {
				in.Shape = bytes.NewReader(shape)
			}
			result, err := register.Import(in, set)
			if err != nil {
				t.Fatal(err)
			}
			placed := map[bool]int{true: 2, false: 0}[shape != nil]
			if result.Kept != 2 || result.Streets != 1 || result.Placed != placed || result.Skipped["not_current"] != 1 || result.Skipped["other_municipality"] != 1 {
				t.Errorf("got %+v", result.Report)
			}
		})
	}
	var refusal *register.Refusal
	for at := 40; at < len(table)-2; at += 37 { // cut off anywhere
		_, err := register.Import(register.Input{Reader: bytes.NewReader(table[:at])}, set)
		if !errors.As(err, &refusal) {
			t.Fatalf("cut at %d: %v", at, err)
		}
	}
	_, err := register.Import(register.Input{Reader: bytes.NewReader(table), Shape: bytes.NewReader(points[:120])}, set)
	if !errors.As(err, &refusal) {
		t.Errorf("a short .shp: %v", err)
	}
}

// FuzzImport: no bytes whatever break the import, and what it accepts the directory can load.
func FuzzImport(f *testing.F) {
	set := settings(f, nil)
	set.Force = true
	for _, seed := range [][]byte{
		[]byte(bestOld + bestRow("0", "0", "50.8281", "3.2643", "", "45", "34022", "8500", "Overleiestraat", "current")),
		[]byte(flemish + "9;Overleiestraat;45;;8500;34022;Kortrijk;inGebruik;72190,1416;169208,4672\n"),
		[]byte(collection(square("34022W09", "Kortrijk Noord", "", 50.83, 3.25, 50.85, 3.28))),
		dbf([]string{" ", "1", "7", "Condédreef", "16", "", "8500", "34022", "inGebruik"}),
		[]byte("\x00\x01\x02"), []byte("{"), []byte("straatnaam,huisnummer,postcode,gemeentenaam\n\",,,\n"),
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		result, err := register.Import(register.Input{Reader: bytes.NewReader(text), Shape: bytes.NewReader(text)}, set)
		if err != nil {
			return
		}
		if _, err := directory.LoadOverlay(base(t), overlay(result.Files)); err != nil {
			t.Fatalf("an accepted import cannot be loaded: %v", err)
		}
	})
}

// bigRegister is a BeST file of 60,000 rows: half a city of Kortrijk's size with boxes, the rest of neighbours.
func bigRegister(set register.Settings, rows int) []byte {
	random := rand.New(rand.NewPCG(1, 2))
	var text bytes.Buffer
	text.WriteString(bestOld)
	streets := set.Current.Streets()
	names := make([]string, 0, 1200)
	for _, s := range streets {
		names = append(names, s.Name+","+s.Postcode)
	}
	for i := len(names); i < 1200; i++ {
		names = append(names, fmt.Sprintf("%s %s,8500", strings.Split(names[i%len(streets)], ",")[0], []string{"Noord", "Zuid", "Oost", "West"}[i/len(streets)]))
	}
	for i := range rows {
		street, postcode, _ := strings.Cut(names[i%len(names)], ",")
		nis := "34022"
		if i >= len(names) && random.IntN(8) == 0 {
			nis = "34023"
		}
		lat, lon := 50.75+random.Float64()*0.12, 3.21+random.Float64()*0.14
		text.WriteString(bestRow("72190.14", "169208.47", fmt.Sprintf("%.5f", lat), fmt.Sprintf("%.5f", lon), "", fmt.Sprint(1+i/len(names)), nis, postcode, street, "current"))
	}
	return text.Bytes()
}

// BenchmarkImport reads a register of 60,000 rows.
func BenchmarkImport(b *testing.B) {
	set := settings(b, nil)
	text := bigRegister(set, 60_000)
	b.SetBytes(int64(len(text)))
	b.ReportAllocs()
	for b.Loop() {
		result, err := register.Import(register.Input{Reader: bytes.NewReader(text)}, set)
		if err != nil {
			b.Fatal(err)
		}
		b.ReportMetric(float64(result.Kept), "kept")
	}
}

// BenchmarkLoadImported is a start with such a register and its outlines laid over: time, and the memory that stays.
func BenchmarkLoadImported(b *testing.B) {
	set := settings(b, nil)
	addresses, err := register.Import(register.Input{Reader: bytes.NewReader(bigRegister(set, 60_000))}, set)
	if err != nil {
		b.Fatal(err)
	}
	outlines, err := register.Import(register.Input{Reader: strings.NewReader(collection(
		square("34022W09", "Kortrijk Noord", "", 50.81, 3.205, 50.875, 3.355), square("34022W08", "Kortrijk Centrum", "", 50.735, 3.205, 50.81, 3.355),
	))}, set)
	if err != nil {
		b.Fatal(err)
	}
	over := overlay(addresses.Files, outlines.Files)
	var before, after runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	var d *directory.Directory
	for b.Loop() {
		if d, err = directory.LoadOverlay(base(b), over); err != nil {
			b.Fatal(err)
		}
	}
	runtime.GC()
	runtime.ReadMemStats(&after)
	b.ReportMetric(float64(after.HeapAlloc-min(before.HeapAlloc, after.HeapAlloc))/(1<<20), "MiB-kept")
	document, err := d.Document()
	if err != nil {
		b.Fatal(err)
	}
	b.ReportMetric(float64(len(document))/(1<<20), "MiB-document")
	runtime.KeepAlive(d)
}

// BenchmarkSuggestImported is one keystroke over a whole register of 1,200 streets.
func BenchmarkSuggestImported(b *testing.B) {
	set := settings(b, nil)
	result, err := register.Import(register.Input{Reader: bytes.NewReader(bigRegister(set, 5_000))}, set)
	if err != nil {
		b.Fatal(err)
	}
	d, err := directory.LoadOverlay(base(b), overlay(result.Files))
	if err != nil {
		b.Fatal(err)
	}
	typed := []string{"o", "st", "meen", "dorniksestraat", "st denijsestr", "volksv de jaeger", "gezelle guido", "condereef", "xyzzyxyzzy laan"}
	var took []time.Duration
	for i := 0; b.Loop(); i++ {
		start := time.Now()
		d.Suggest(typed[i%len(typed)], 8)
		took = append(took, time.Since(start))
	}
	slices.Sort(took)
	b.ReportMetric(float64(took[len(took)*99/100].Microseconds()), "p99-µs")
}
