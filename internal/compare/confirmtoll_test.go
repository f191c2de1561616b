package compare_test

import "testing"

// TestTollsConfirm: sentences on other things that give one number of people killed
// confirm that number, in words that can be read alone.
func TestTollsConfirm(t *testing.T) {
	const survivor = "Mr. Holm, who lost a brother in the fire that killed 17 people, sold the mill on Monday."
	for _, c := range []struct {
		name, told, later, other, want string
	}{
		{"other verbs", survivor, "2024-03-07", "The mill has stood empty since a fire in its boiler house left 17 dead.", "the fire that killed 17 people"},
		{"the first of two numbers", "Mr. Holm, who lost a brother in the fire that killed 17 people and injured 40, sold the mill on Monday.", "2024-03-07",
			"The mill has stood empty since a fire in its boiler house left 17 dead.", "the fire that killed 17 people"},
		{"at least so many", "Mr. Holm, who sold the mill on Monday after two years in which more than 170 people were killed, lives in a hut.", "2024-03-07",
			"The boiler house is cold in a run of fires that has claimed more than 170 lives.", "more than 170 people were killed"},
		{"when it was", "Mr. Holm, who lost a brother in strikes over the weekend that killed 17 people, sold the mill on Monday.", "2024-03-07",
			"The mill has stood empty since a fire in its boiler house left 17 dead.", ""},
		{"two of one count", "Mr. Holm, who lost a brother in the fire that killed 17 weavers and spinners, sold the mill on Monday.", "2024-03-07",
			"The mill has stood empty since a fire in its boiler house left 17 dead.", "the fire that killed 17 weavers and spinners"},
		{"another number", survivor, "2024-03-07", "The mill has stood empty since a fire in its boiler house left 18 dead.", ""},
		{"others who came to harm", survivor, "2024-03-07", "The mill has stood empty since a fire in its boiler house injured 17 people.", ""},
		{"somebody's count", survivor, "2024-03-07", "The fire in the boiler house left 17 dead, police said.", ""},
		{"weeks later", survivor, "2024-05-30", "The mill has stood empty since a fire in its boiler house left 17 dead.", ""},
		{"so many that it is one", "Mr. Holm, who lost a brother in the fire that killed 117 people, sold the mill on Monday.", "2024-05-30",
			"The mill has stood empty since a fire in its boiler house left 117 dead.", "the fire that killed 117 people"},
		{"few, of one kind of harm", "Mr. Holm, who lost a brother in the fire that killed 6 people, sold the mill on Monday.", "2024-03-07",
			"The mill has stood empty since a fire in its boiler house left 6 dead.", "the fire that killed 6 people"},
		{"few, and nothing else", "Mr. Holm, who lost a brother in the fire that killed 6 people, sold the mill on Monday.", "2024-03-07",
			"The mill has stood empty since that morning left 6 dead.", ""},
		{"another of its kind", "Mr. Holm, who lost a brother in the fire that killed 17 people, sold the mill on Monday.", "2024-03-07", "The mill has stood empty since the fire, and a fire in Bergen last year left 17 dead.", ""},
		{"another town", "Mr. Holm, who lost a brother in the fire that killed 17 people in Oslo, sold the mill on Monday.", "2024-03-07",
			"The mill has stood empty since a fire in its boiler house in Bergen left 17 dead.", ""},
		{"a part of them", survivor, "2024-03-07", "The mill has stood empty since a fire in its boiler house killed 30 people, including 17 children.", ""},
		{"nothing that can be read alone", "Mr. Holm and the union, who say he killed 17 people, sold the mill on Monday.", "2024-03-07",
			"Mr. Holm, who by his haste killed 17 people, has left the town.", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			cl := checkConfirmed(t, c.told, c.later, c.other, c.want)
			if c.want != "" && (cl.Quantity == nil || cl.Quantity.Unit != "person" && cl.Quantity.Unit != "weaver") {
				t.Errorf("it counts %+v, want people", cl.Quantity)
			}
		})
	}
}
