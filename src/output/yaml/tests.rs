use super::*;
use serde_json::json;

#[test]
fn fuzz() {
    let golden: Value = serde_json::from_slice(&std::fs::read("/tmp/outfuzz/big/yaml.json").unwrap()).unwrap();
    let mut bad = 0;
    for case in golden["cases"].as_array().unwrap() {
        let value = &case["value"];
        let key = case.get("key").and_then(Value::as_str).unwrap_or("some_field");
        let fields = Object::from_iter([(key.to_owned(), value.clone())]);
        for (got, want) in [(show(&fields), &case["show"]), (list(&["Some Title"], &[vec![value.clone()]]), &case["list"])] {
            if got != want.as_str().unwrap() {
                bad += 1;
                if bad < 6 { eprintln!("VALUE {value:?}\nGOT\n{got}\nWANT\n{}", want.as_str().unwrap()); }
            }
        }
    }
    assert_eq!(bad, 0);
}
