"""Given names of the world's news that lists of popular names of a few countries lack."""

from __future__ import annotations


def _names(text: str) -> frozenset[str]:
    return frozenset(text.split())


GIVEN = _names(
    # Arabic, Persian, Turkish, Kurdish
    "Mohammed Mohammad Muhammad Mohamed Mohamad Mahmoud Mahmud Ahmed Ahmad Ismail Yahya Yehya Abdullah Abdallah Abdel "
    "Abdul Abdelfattah Abdulrahman Abderrahmane Ali Hassan Hasan Hussein Hossein Hussain Ibrahim Khaled Khalid Omar Umar "
    "Osama Usama Saleh Salih Salah Samir Sami Tariq Tarek Walid Yasser Yasir Youssef Yusuf Yousef Zakaria Ziad Bashar "
    "Bassam Faisal Fadi Fatima Fatemeh Hamid Hamad Hani Jamal Kamal Karim Maher Marwan Mustafa Moustafa Mostafa Nabil "
    "Nasser Rashid Riyad Saad Saeed Saif Salman Amr Anwar Ayman Aziz Bilal Farouk Haitham Imad Iyad Jaber "
    "Leila Layla Maryam Mariam Nour Noura Rania Reem Sara Zainab Zeinab Amir Amin Masoud Mehdi Reza Javad Mojtaba Qassem "
    "Recep Tayyip Mevlüt Hakan Mehmet Ekrem Selahattin Kemal Emine Ayşe Fatma Binali Süleyman Numan Bekir Masrour "
    # Ukrainian, Russian, Belarusian, Caucasian and Central Asian, in Latin letters
    "Mykola Volodymyr Oleksandr Oleksandra Oleksii Oleksiy Serhiy Serhii Andriy Andrii Dmytro Vitali Vitaliy Vitalii "
    "Yevhen Yevhenii Svitlana Olena Olha Iryna Kateryna Nataliia Nataliya Tetiana Yuliia Yulia Ihor Oleh Petro Pavlo "
    "Mykhailo Ruslan Rustem Denys Kyrylo Bohdan Taras Valerii Valeriy Viktoriia Vladimir Dmitry Dmitri Dmitriy Sergei "
    "Sergey Alexei Alexey Aleksei Nikolai Mikhail Andrei Andrey Yevgeny Evgeny Yuri Igor Oleg Vyacheslav Vladislav Ilya "
    "Maxim Maria Ksenia Irina Natalia Ekaterina Tatiana Anastasia Ramzan Alexander Aleksandr Kirill Gennady Valery "
    "Vasily Leonid Konstantin Sviatlana Sergej Alexej Wladimir Dmitrij Jewgeni Nikol Ilham Mikheil Irakli Giorgi Salome "
    "Kassym-Jomart Shavkat Sadyr Emomali Nursultan "
    # South and East Asian
    "Narendra Rahul Sonia Amit Arvind Mamata Yogi Nitish Rajnath Subrahmanyam Piyush Nirmala Priyanka Imran Shehbaz "
    "Nawaz Bilawal Asif Asim Mahinda Gotabaya Ranil Anura Virat Rohit Sachin Shah Salman Deepika Anil Sunil Sanjay "
    "Rajesh Ramesh Suresh Vijay Ravi Rakesh Manoj Ashok Arun Vikram Anand Ajay Pradeep Prakash Sandeep Deepak Pooja Neha "
    "Kavita Sunita Anita Xi Li Wang Zhang Liu Chen Yang Zhao Huang Zhou Hu Kim Lee Choi Jung Kang Yoon Shinzo "
    "Shigeru Fumio Yoshihide Taro Sanae Hiroshi Kenji Takeshi Akira Yuki Haruki Naomi Shohei Prabowo Joko Ferdinand "
    "Rodrigo Leni Anwar Mahathir Najib Srettha Thaksin Paetongtarn Prayut Nguyen Tran Pham Aung "
    # African
    "Cyril Jacob Julius Thabo Nelson Kgalema Bola Muhammadu Olusegun Atiku William Uhuru Raila Kipchumba "
    "Yoweri Paul Samia Hakainde Lazarus Emmerson Robert Nana Akufo John Jerry Macky Bassirou Ousmane Alassane Laurent "
    "Félix Denis Paul Joseph Abiy Isaias Hailemariam Chinua Chimamanda Ngozi Kwame Kofi Sadio Mohamed Victor Duduzile "
    "Mbuzeni Dali Sipho Nkosazana Naledi Oluwaseun Chidi Emeka Adama Ibrahim Assimi Abdourahamane "
    # European and American forms
    "Kaja Ursula Mette Magnus Jens Mateusz Jarosław Andrzej Karol Radosław Viktor Péter Zoltán Gergely Robert Zuzana Petr "
    "Andrej Miloš Vjosa Albin Edi Aleksandar Milorad Željko Kyriakos Alexis Giorgia Matteo Silvio Elly Sergio Ismael "
    "Gianni Jannik Zlatan Kylian Olivier Élisabeth Gérald Gabriel Jean-Luc Jean-Noël Jean-Claude Jean-Yves François "
    "Françoise Édouard Éric Valérie Ségolène Rachida Raphaël Íñigo Íñaki Isabel Yolanda Santiago Alberto Luiz Jair "
    "Geraldo Nicolás Gustavo Gabriel Javier Andrés Claudia Nayib Xiomara Daniel Evo Rafael Volker Björn Alice Tino Sahra "
    "Annalena Cem Ricarda Omid Nancy Markus Hubert Hendrik Boris Karl-Theodor Karl Heinz Horst Hans-Georg Günther "
    "Zohran Ketanji Elise Kash Tulsi Pam Kristi Pete Vivek Mitch Chuck Hakeem Alexandria Ilhan Rashida Kamala Nikki"
)
