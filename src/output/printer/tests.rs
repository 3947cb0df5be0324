use super::*;
#[test]
fn fuzz_python() {
    let golden: Value = serde_json::from_slice(&std::fs::read("/tmp/outfuzz/big/python.json").unwrap()).unwrap();
    let mut bad = 0;
    for case in golden["cases"].as_array().unwrap() {
        let value = &case["value"];
        let fields = Object::from_iter([("k".to_owned(), value.clone())]);
        for (got, want) in [
            (python::text(value).into_owned(), &case["str"]),
            (String::from_utf8(json::show(fields, false).unwrap()).unwrap(), &case["indented"]),
            (String::from_utf8(json::list(&["k"], vec![vec![value.clone()]], true).unwrap()).unwrap(), &case["one_line"]),
        ] {
            if got != want.as_str().unwrap() {
                bad += 1;
                if bad < 6 { eprintln!("VALUE {value:?}\nGOT\n{got}\nWANT\n{}", want.as_str().unwrap()); }
            }
        }
    }
    assert_eq!(bad, 0);
}
#[test]
fn fuzz_csv() {
    use super::super::Quote;
    let golden: Value = serde_json::from_slice(&std::fs::read("/tmp/outfuzz/big/csv.json").unwrap()).unwrap();
    let mut bad = 0;
    for case in golden["cases"].as_array().unwrap() {
        let row = case["row"].as_array().unwrap();
        let titles: Vec<Value> = ["A", "Some B", "C,D", "E\"F"].iter().take(row.len()).map(|t| Value::from(*t)).collect();
        for (name, quote) in [("all", Quote::All), ("minimal", Quote::Minimal), ("none", Quote::None), ("nonnumeric", Quote::Nonnumeric)] {
            let Some(want) = case.get(name) else { continue };
            let got = csv::record(titles.iter(), quote, python::text) + &csv::record(row.iter(), quote, python::text);
            if got != want.as_str().unwrap() {
                bad += 1;
                if bad < 6 { eprintln!("{name} VALUE {row:?}\nGOT\n{got}\nWANT\n{}", want.as_str().unwrap()); }
            }
        }
    }
    assert_eq!(bad, 0);
}
